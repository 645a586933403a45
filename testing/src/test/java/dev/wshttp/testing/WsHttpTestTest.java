// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What the extension makes lives as long as the field that it is in, and not longer. */
class WsHttpTestTest {
    @Test
    void keepsServicesOfAClassUntilItsLastTest() throws Exception {
        OfClass.addresses.clear();

        assertThat(succeeded(OfClass.class)).isEqualTo(2);

        assertThat(OfClass.addresses).hasSize(2).allMatch(WsHttpTestTest::hasEnded);
        assertThat(OfClass.folder).doesNotExist();
    }

    @Test
    void endsServicesOfATestWithIt() {
        OfTest.addresses.clear();

        assertThat(succeeded(OfTest.class)).isEqualTo(2);

        assertThat(OfTest.addresses).hasSize(2).allMatch(WsHttpTestTest::hasEnded);
    }

    @Test
    void keepsServicesOfAClassUntilTheLastTestOfItsNestedClasses() {
        OfNested.addresses.clear();

        assertThat(succeeded(OfNested.class)).isEqualTo(3);

        assertThat(OfNested.addresses).hasSize(1).allMatch(WsHttpTestTest::hasEnded);
        assertThat(OfNested.folder).doesNotExist();
    }

    private static long succeeded(Class<?> tests) {
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures()).isEmpty();
        return listener.getSummary().getTestsSucceededCount();
    }

    private static boolean hasEnded(URI address) {
        try {
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(address + "?wsdl")).build(), BodyHandlers.discarding());
            return false;
        } catch (ConnectException ended) {
            return true;
        } catch (java.io.IOException other) {
            throw new java.io.UncheckedIOException(other);
        } catch (InterruptedException asked) {
            throw new IllegalStateException(asked);
        }
    }

    /** Two tests with one extension. */
    static final class OfClass {
        static final List<URI> addresses = new ArrayList<>();
        static Path folder = Path.of("");

        @RegisterExtension
        static final WsHttpTest WS = WsHttpTest.create();

        @Test
        void first() {
            start();
        }

        @Test
        void second() {
            start();
        }

        private static void start() {
            addresses.add(WS.service(new DeskStub()).address());
            folder = WS.certificates().folder();
            assertThat(Files.isDirectory(folder)).isTrue();
            assertThat(addresses).noneMatch(WsHttpTestTest::hasEnded);
        }
    }

    /** Tests of nested classes with the service of the class around them. */
    static final class OfNested {
        static final List<URI> addresses = new ArrayList<>();
        static Path folder = Path.of("");

        @RegisterExtension
        static final WsHttpTest WS = WsHttpTest.create();

        @BeforeAll
        static void start() {
            addresses.add(WS.service(new DeskStub()).address());
            folder = WS.certificates().folder();
        }

        private static void assertRunning() {
            assertThat(addresses).noneMatch(WsHttpTestTest::hasEnded);
            assertThat(WS.certificates().folder()).isEqualTo(folder).exists();
        }

        @Test
        void own() {
            assertRunning();
        }

        @Nested
        final class First {
            @Test
            void nested() {
                assertRunning();
            }
        }

        @Nested
        final class Second {
            @Test
            void nested() {
                assertRunning();
            }
        }
    }

    /** Two tests with an extension each. */
    static final class OfTest {
        static final List<URI> addresses = new ArrayList<>();

        @RegisterExtension
        final WsHttpTest ws = WsHttpTest.create();

        @Test
        void first() {
            start();
        }

        @Test
        void second() {
            start();
        }

        private void start() {
            assertThat(addresses).allMatch(WsHttpTestTest::hasEnded);
            addresses.add(ws.service(new DeskStub()).address());
        }
    }
}
