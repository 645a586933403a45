// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.explain.ExchangeTrace;
import dev.wshttp.explain.TraceContent;
import java.nio.file.Path;

/**
 * Where the exchanges of a service are traced.
 *
 * @param folder for the pages
 * @param content what they have
 */
record TraceSettings(Path folder, TraceContent content) {
    /** Begins the trace. Throws what {@link ExchangeTrace#open} throws. */
    ExchangeTrace open() {
        return ExchangeTrace.open(folder, content);
    }
}
