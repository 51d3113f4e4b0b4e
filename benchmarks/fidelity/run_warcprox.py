"""warcprox as it comes, but for its ban on 127.0.0.1, which it has an attribute for and no option.

Nothing here imports the archiver: it runs in warcprox's environment.
"""

import sys

from warcprox.main import main
from warcprox.warcproxy import WarcProxyHandler

if __name__ == "__main__":
    WarcProxyHandler.allow_localhost = True
    main(sys.argv)
