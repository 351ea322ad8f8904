# What the terminal says. One message a command or answer, named `cli-…`.
