# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Let a pip that knows no pyproject.toml, as that of Python 3.6, install the SDK."""

from setuptools import setup

setup()
