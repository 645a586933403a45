// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.events.SecurityListener;
import dev.wshttp.security.metrics.SecurityMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the metrics of this process to Prometheus, on an address of its own: what they tell is for operators, and a flood at the service must not hide
 * it. Safe for use by several threads.
 */
final class MetricsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    // Prometheus, exposition formats: the text format.
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final SecurityListener listener;
    private final JvmGcMetrics garbageCollections = new JvmGcMetrics();
    private final ServerConnector connector;
    private final HttpAddress listenOn;

    private MetricsServer(PrometheusMeterRegistry registry, ServerConnector connector, HttpAddress listenOn) {
        this.registry = registry;
        this.listener = SecurityMetrics.in(registry);
        this.connector = connector;
        this.listenOn = listenOn;
    }

    /**
     * Starts serving.
     *
     * @param listenOn host, port and path; port 0 takes any free port
     * @throws CannotListenException if it cannot listen there
     */
    static MetricsServer open(URI listenOn) throws CannotListenException {
        HttpAddress address = HttpAddress.of(listenOn);
        try {
            var metrics = new MetricsServer(
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                    JettyServer.forOperators(CalculatorServiceHost.socketAddress(address)),
                    address);
            metrics.start();
            return metrics;
        } catch (IOException refused) {
            throw new CannotListenException(listenOn, refused);
        }
    }

    private void start() {
        new JvmMemoryMetrics().bindTo(registry);
        garbageCollections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        try {
            connector.getServer().setHandler(new Page());
            connector.getServer().start();
        } catch (Exception failed) {
            close();
            throw new IllegalStateException("The server of the metrics cannot start", failed);
        }
        LOG.info("Metrics are at {}", address());
    }

    /** Adds what the host itself knows. */
    void watch(CalculatorServiceHost host) {
        gauge("service.connections", "Open connections", host, CalculatorServiceHost::connections);
        gauge(
                "service.requests",
                "Requests that are read, wait, are processed or answered",
                host,
                CalculatorServiceHost::runningCalls);
        gauge("service.turns.taken", "Requests that are processed", host, CalculatorServiceHost::takenTurns);
        gauge(
                "service.turns.waiting",
                "Requests that wait until others have been processed",
                host,
                CalculatorServiceHost::waitingForTurn);
    }

    private void gauge(
            String name, String description, CalculatorServiceHost host, ToIntFunction<CalculatorServiceHost> value) {
        Gauge.builder(name, host, value::applyAsInt).description(description).register(registry);
    }

    /** Returns what feeds the metrics of message security. */
    SecurityListener listener() {
        return listener;
    }

    /** Returns the address of the page, with the real port. */
    URI address() {
        return listenOn.withPort(connector.getLocalPort()).uri();
    }

    @Override
    public void close() {
        try {
            connector.getServer().stop();
        } catch (Exception broken) {
            LOG.warn("The server of the metrics did not stop cleanly", broken);
        }
        garbageCollections.close();
        registry.close();
    }

    private final class Page extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!listenOn.rawPath().equals(request.getHttpURI().getPath())) {
                return answer(HttpStatus.NOT_FOUND_404, response, callback);
            }
            if (!request.getMethod().equals("GET")) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET");
                return answer(HttpStatus.METHOD_NOT_ALLOWED_405, response, callback);
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT_FORMAT);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.write(true, ByteBuffer.wrap(registry.scrape().getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }

        private static boolean answer(int status, Response response, Callback callback) {
            response.setStatus(status);
            callback.succeeded();
            return true;
        }
    }
}
