# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Hold what test runs of plugins are set up with (contract 6.12)."""
