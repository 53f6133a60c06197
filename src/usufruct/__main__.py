"""``python -m usufruct`` is the command ``usufruct``."""

from usufruct.cli import main

if __name__ == "__main__":
    main()
