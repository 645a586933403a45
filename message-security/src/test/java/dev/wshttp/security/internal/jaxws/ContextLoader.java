// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A context class loader for tests that shows some resources otherwise than the class path: another provider, another assembler, none. */
final class ContextLoader extends ClassLoader {
    static final String PROVIDERS = "META-INF/services/jakarta.xml.ws.spi.Provider";

    private final Map<String, List<URL>> resources = new HashMap<>();

    ContextLoader() {
        super(ContextLoader.class.getClassLoader());
    }

    /** Shows one resource with this text, and no other of its name. */
    ContextLoader with(String name, String text) {
        resources.put(name, List.of(url(text)));
        return this;
    }

    /** Shows no resource of this name. */
    ContextLoader without(String name) {
        resources.put(name, List.of());
        return this;
    }

    /** Runs an action under this loader. */
    <T> T call(Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        List<URL> own = resources.get(name);
        if (own == null) {
            return super.getResource(name);
        }
        return own.isEmpty() ? null : own.get(0);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> own = resources.get(name);
        return own == null ? super.getResources(name) : Collections.enumeration(own);
    }

    private static URL url(String text) {
        try {
            return new URL(null, "memory:text", new Text(text));
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Text extends URLStreamHandler {
        private final String text;

        Text(String text) {
            this.text = text;
        }

        @Override
        protected URLConnection openConnection(URL address) {
            return new URLConnection(address) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                }
            };
        }
    }
}
