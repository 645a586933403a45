// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import dev.wshttp.calculator.Calculator;
import java.net.URI;
import java.util.function.Supplier;

/**
 * A SOAP stack that offers and calls the calculator. Its service is configured by WCF's policy, its client by what the service
 * publishes, and both by the certificates of a folder.
 */
public interface Peer {
    /** Starts the service on a free port of this machine's loopback interface; close what is returned. */
    RunningService serve(Mode mode, CredentialFolder folder);

    /**
     * Reads contract and credentials, which is done once in a program's life.
     *
     * @param address where the service publishes its WSDL, under {@code ?wsdl}; calls go where that says
     * @return makes ports, each of which can be called by several threads
     */
    Supplier<Calculator> ports(Mode mode, CredentialFolder folder, URI address);

    /**
     * A service, until it is closed.
     *
     * @param address where it is
     * @param stop ends it
     */
    record RunningService(URI address, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }
}
