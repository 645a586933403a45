// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.explain.TraceContent;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.security.config.HostKeys;
import dev.wshttp.security.config.MessageSecurityConfiguration;
import dev.wshttp.security.config.ProgramSettings;
import dev.wshttp.security.config.SettingsSources;
import dev.wshttp.security.servlet.Description;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a service: the keys {@code message-security.*} and {@code service.*}, from the command line, else from system
 * properties, else from the environment, else from a file. Immutable.
 */
public final class ServiceSettings {
    private static final String HEALTH = "service.health";
    private static final String THREADS = "service.threads";
    private static final String REQUESTS_PER_ADDRESS = "service.requests-per-address";
    private static final String CONNECTIONS = "service.connections";
    private static final String CONNECTIONS_PER_ADDRESS = "service.connections-per-address";
    private static final String PROXIES = "service.proxies";
    private static final String METADATA = "service.metadata";
    private static final String PAGE = "service.page";
    private static final String METRICS = "service.metrics";
    private static final String METRICS_LISTEN_URI = "service.metrics-listen-uri";
    private static final String LOG_FORMAT = "service.log-format";
    private static final String TRACE = "service.trace";
    private static final String TRACE_WITH_PLAINTEXT_AND_KEYS = "service.trace.with-plaintext-and-keys";
    private static final URI METRICS_STANDARD = URI.create("http://127.0.0.1:9464/metrics");
    private static final HostKeys KEYS = new HostKeys(
            "service.",
            Set.of(
                    HEALTH,
                    THREADS,
                    REQUESTS_PER_ADDRESS,
                    CONNECTIONS,
                    CONNECTIONS_PER_ADDRESS,
                    PROXIES,
                    METADATA,
                    PAGE,
                    METRICS,
                    METRICS_LISTEN_URI,
                    LOG_FORMAT,
                    TRACE,
                    TRACE_WITH_PLAINTEXT_AND_KEYS),
            Map.of(HostKeys.Setting.METADATA, METADATA, HostKeys.Setting.HELP_PAGE, PAGE));

    private final ProgramSettings settings;

    private ServiceSettings(ProgramSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads a properties file (UTF-8), or an {@code App.config} or {@code Web.config} of WCF: a file whose name ends in {@code .config} or
     * {@code .xml}. File names in it start at its directory.
     *
     * @param overrides keys and values that win over all others
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read, or if there is an
     *     unknown key
     */
    public static ServiceSettings load(Path file, Map<String, String> overrides) {
        return load(file, overrides, System.getenv());
    }

    static ServiceSettings load(Path file, Map<String, String> overrides, Map<String, String> environment) {
        return new ServiceSettings(SettingsSources.ofSystem()
                .withHostKeys(KEYS)
                .withOverrides("the command line (--set)", overrides)
                .withEnvironment(environment)
                .service(file));
    }

    /**
     * Returns the lines of a properties file that says the same as the {@code App.config} or {@code Web.config} that was read.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if it was a properties file
     */
    public List<String> converted() {
        return settings.asProperties();
    }

    /** Returns the endpoint and its security. Throws what {@link MessageSecurityConfiguration#service()} throws. */
    public ConfiguredService endpoint() {
        return settings.endpoint().service();
    }

    /**
     * Returns the options of the HTTP server.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if a value is malformed
     */
    public HostOptions hostOptions() {
        HostOptions standard = HostOptions.DEFAULT;
        HostOptions options = standard.with(settings.flag(HEALTH).orElse(false) ? HealthPage.ON : HealthPage.OFF)
                .describedBy(descriptions())
                .withThreads(settings.count(THREADS).orElse(standard.threads()))
                .withRequestsPerAddress(settings.count(REQUESTS_PER_ADDRESS).orElse(standard.requestsPerAddress()))
                .withConnections(
                        settings.count(CONNECTIONS).orElse(standard.connections()),
                        settings.count(CONNECTIONS_PER_ADDRESS).orElse(standard.connectionsPerAddress()))
                .behindProxies(settings.count(PROXIES).orElse(standard.proxies()));
        URI metrics = settings.listenAddress(METRICS_LISTEN_URI).orElse(METRICS_STANDARD);
        return settings.flag(METRICS).orElse(false) ? options.withMetrics(metrics) : options;
    }

    /**
     * Returns the form of the log.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the value is none of them
     */
    LogFormat logFormat() {
        return settings.choice(LOG_FORMAT, LogFormat.class).orElse(LogFormat.TEXT);
    }

    /**
     * Returns where the exchanges with clients are traced, and with what; empty if they are not.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if a value is malformed, or there is a content and no folder
     */
    Optional<TraceSettings> trace() {
        Optional<Path> folder = settings.path(TRACE);
        boolean whole = settings.flag(TRACE_WITH_PLAINTEXT_AND_KEYS).orElse(false);
        if (whole && folder.isEmpty()) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    TRACE_WITH_PLAINTEXT_AND_KEYS + " is 'true' and there is no " + TRACE
                            + " (expected both, or none). Name the folder of the trace, or leave both out.");
        }
        return folder.map(path ->
                new TraceSettings(path, whole ? TraceContent.WITH_PLAINTEXT_AND_KEYS : TraceContent.NAMES_ONLY));
    }

    private Set<Description> descriptions() {
        var on = EnumSet.noneOf(Description.class);
        if (settings.flag(METADATA).orElse(true)) {
            on.add(Description.METADATA);
        }
        if (settings.flag(PAGE).orElse(true)) {
            on.add(Description.PAGE);
        }
        return on;
    }
}
