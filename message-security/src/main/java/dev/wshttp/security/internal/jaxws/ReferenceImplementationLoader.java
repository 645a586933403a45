// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class loader that shows the RI as the only JAX-WS provider until it is closed, and otherwise what its parent shows. It defines no class. Threads
 * that are started before it is closed inherit it, so it may be in use afterwards.
 */
final class ReferenceImplementationLoader extends ClassLoader implements AutoCloseable {
    private static final String PROVIDERS = "META-INF/services/jakarta.xml.ws.spi.Provider";
    private static final URL ONLY_PROVIDER =
            requireNonNull(ReferenceImplementationLoader.class.getResource("reference-implementation"));

    private volatile boolean open = true;

    /** @param parent the context class loader of a thread; null stands for the system's, as it does there */
    ReferenceImplementationLoader(@Nullable ClassLoader parent) {
        super(parent == null ? getSystemClassLoader() : parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return open && PROVIDERS.equals(name)
                ? Collections.enumeration(List.of(ONLY_PROVIDER))
                : super.getResources(name);
    }

    @Override
    public void close() {
        open = false;
    }
}
