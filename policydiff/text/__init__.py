"""What several stages know about text: markers, numerals, words, lines, scripts."""
