"""Run the command line from a checkout: ``python cli.py trace "1,400 children in Rotherham"``."""

from kg.commands import main

if __name__ == "__main__":
    main()
