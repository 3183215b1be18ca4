"""Commands by what they work on; a module is loaded when one of its commands is called."""
