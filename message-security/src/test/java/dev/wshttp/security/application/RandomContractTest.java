// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.TextEncoding;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.application.RandomContract.Operation;
import dev.wshttp.security.application.RandomContract.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A contract made at random works between our two sides in all four modes, in each encoding and with suites of each cipher. {@code -Dcontract.seed=2} makes another one. */
@Timeout(120)
class RandomContractTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final long SEED = Long.getLong("contract.seed", 1);
    private static final QName SERVICE = new QName(RandomContract.NAMESPACE, "RandomService");
    private static final QName PORT = new QName(RandomContract.NAMESPACE, "RandomPort");

    @TempDir
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static RandomContract contract;

    @SuppressWarnings("NullAway.Init")
    private static URLClassLoader classes;

    @BeforeAll
    static void compile() throws Exception {
        contract = new RandomContract(SEED, 24);
        contract.compile(directory);
        classes = new URLClassLoader(new URL[] {directory.toUri().toURL()}, RandomContractTest.class.getClassLoader());
    }

    @AfterAll
    static void close() throws Exception {
        classes.close();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, TEXT, UTF_8, BASIC256",
        "false, true, TEXT, UTF_8, BASIC256",
        "true, true, TEXT, UTF_8, BASIC256",
        "true, false, TEXT, UTF_8, BASIC256",
        "false, false, TEXT, UTF_16, BASIC192_SHA256",
        "true, true, TEXT, UNICODE_FFFE, TRIPLE_DES_SHA256_RSA15",
        "false, false, MTOM, UTF_8, TRIPLE_DES",
        "false, true, MTOM, UTF_8, BASIC128_SHA256",
        "true, true, MTOM, UTF_16, BASIC256_SHA256",
        "true, false, MTOM, UTF_8, BASIC192_RSA15",
    })
    void works(
            boolean negotiates,
            boolean hasSessions,
            WsMessageEncoding encoding,
            TextEncoding text,
            AlgorithmSuite suite)
            throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(classes);
        try (var site = new Site(
                PKI,
                WsHttpBinding.builder()
                        .negotiateServiceCredential(negotiates)
                        .establishSecurityContext(hasSessions)
                        .messageEncoding(encoding)
                        .textEncoding(text)
                        .algorithmSuite(suite)
                        .build())) {
            site.publish("/random", load("Endpoint").getConstructor().newInstance(), List.of());
            Class<?> type = load("Contract");
            Object port = site.at("/random", site.serviceAt("/random", SERVICE).getPort(PORT, type, site.forClient()));
            for (Operation operation : contract.operations()) {
                for (int i = 0; i < 3; i++) {
                    call(port, type, operation);
                }
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void call(Object port, Class<?> type, Operation operation) throws Exception {
        Object[] values = new Object[operation.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = contract.value(operation.parameters().get(i).type(), load("Thing"));
        }
        String all = Arrays.stream(values).map(RandomContractTest::text).collect(Collectors.joining("|"));
        Method method = Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(operation.name()))
                .findFirst()
                .orElseThrow();
        String told = "seed " + SEED + ": " + operation;
        if (operation.outcome() == Outcome.FAULT) {
            assertFault(told, all, () -> method.invoke(port, values));
        } else {
            Object result = method.invoke(port, values);
            assertThat(text(result))
                    .as(told)
                    .isEqualTo(operation.outcome() == Outcome.RETURNS ? text(values[0]) : "null");
        }
        awaitSeen(told, operation.name() + " " + all);
    }

    private interface Invocation {
        Object invoke() throws ReflectiveOperationException;
    }

    private static void assertFault(String told, String all, Invocation call) throws ReflectiveOperationException {
        try {
            call.invoke();
            throw new AssertionError(told + " did not fail");
        } catch (InvocationTargetException thrown) {
            Throwable failure = thrown.getCause();
            assertThat(failure).as(told).isInstanceOf(load("Failure")).hasMessage(all);
            Object info = failure.getClass().getMethod("getFaultInfo").invoke(failure);
            assertThat(info.getClass().getField("length").get(info)).as(told).isEqualTo(all.length());
        }
    }

    /** A one-way message is answered before its operation runs. */
    private static void awaitSeen(String told, String line) throws ReflectiveOperationException {
        List<?> seen = (List<?>) load("Endpoint").getField("SEEN").get(null);
        long start = System.nanoTime();
        while (!seen.contains(line)) {
            assertThat(System.nanoTime() - start).as(told).isLessThan(30_000_000_000L);
            Thread.onSpinWait();
        }
    }

    private static String text(Object value) {
        try {
            return String.valueOf(load("Thing").getMethod("text", Object.class).invoke(null, value));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return classes.loadClass("random." + name);
    }
}
