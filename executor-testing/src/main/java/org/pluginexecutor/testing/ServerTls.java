// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.nio.file.Path;

/**
 * The certificate that a container's server shows, and who signed it. Immutable.
 *
 * @param certificateFile the server's certificate, in PEM
 * @param keyFile its private key, PKCS #8 in PEM
 * @param caFile who signed it, in PEM
 */
record ServerTls(Path certificateFile, Path keyFile, Path caFile) {}
