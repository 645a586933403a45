// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.explain.ExchangeTrace;
import dev.wshttp.explain.TraceContent;
import dev.wshttp.security.MessageSecurityFeature;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The trace of one command, if one is wanted. */
final class Tracing implements AutoCloseable {
    /** No trace. */
    static final Tracing OFF = new Tracing(Optional.empty(), page -> {});

    private final Optional<ExchangeTrace> trace;
    private final Consumer<Path> told;

    private Tracing(Optional<ExchangeTrace> trace, Consumer<Path> told) {
        this.trace = trace;
        this.told = told;
    }

    /**
     * Begins a trace.
     *
     * @param told is given each page that was written, at the end
     * @throws dev.wshttp.security.MessageSecurityException as {@link ExchangeTrace#open}
     */
    static Tracing in(Path folder, TraceContent content, Consumer<Path> told) {
        return new Tracing(Optional.of(ExchangeTrace.open(folder, content)), told);
    }

    /** Returns the feature whose messages are traced. */
    MessageSecurityFeature watch(MessageSecurityFeature feature) {
        return trace.map(known -> known.watch(feature)).orElse(feature);
    }

    @Override
    public void close() {
        trace.ifPresent(known -> {
            known.close();
            known.pages().forEach(told);
        });
    }
}
