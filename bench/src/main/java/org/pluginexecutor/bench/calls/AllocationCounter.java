// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.bench.calls;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Reads how much another Java process has allocated, by the counters of its own JVM. Closing it
 * ends the connection. Confined to one thread.
 */
final class AllocationCounter implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private AllocationCounter(JMXConnector connector, ThreadMXBean threads) {
    this.connector = connector;
    this.threads = threads;
  }

  /** Attaches to a process of this user. What it sends is believed: it is a server of ours. */
  @SuppressWarnings("BanJNDI")
  static AllocationCounter of(long pid) throws IOException {
    var connector = JMXConnectorFactory.connect(new JMXServiceURL(startAgent(pid)));
    try {
      return new AllocationCounter(
          connector,
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.THREAD_MXBEAN_NAME,
              ThreadMXBean.class));
    } catch (IOException | RuntimeException e) {
      connector.close();
      throw e;
    }
  }

  private static String startAgent(long pid) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Of all threads since the start, those that have ended among them. */
  long bytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
