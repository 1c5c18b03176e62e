"""The register of media that were wiped or destroyed (介质销毁登记表), with a certificate for each, signed as one."""
