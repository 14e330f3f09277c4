# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Answer for services from plain dicts, in tests of plugins (contract 6.12)."""
