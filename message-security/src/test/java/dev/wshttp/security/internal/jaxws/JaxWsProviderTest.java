// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import static dev.wshttp.security.Refusals.faultOf;
import static dev.wshttp.security.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.xml.ws.spi.ProviderImpl;
import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.jaxws.EchoDesk.Echo;
import dev.wshttp.security.internal.jaxws.EchoDesk.EchoEndpoint;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.spi.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens where JAX-WS finds another provider than the RI, which would send in clear and publish open endpoints. */
@Timeout(60)
class JaxWsProviderTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final String SYSTEM_PROPERTY = "jakarta.xml.ws.spi.Provider";
    private static final String RI = "com.sun.xml.ws.spi.ProviderImpl";

    private final EchoDesk desk = new EchoDesk(PKI);

    @BeforeEach
    void publish() {
        desk.publish("/Echo", Endpoint.create(new EchoEndpoint(), desk.serviceFeature()));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    // Another provider is the default

    @Test
    void sendsNothingWhereAnotherProviderWouldMakeThePort() {
        assertNamesAll(() -> under(
                ForeignProvider.class.getName(),
                () -> desk.service("/Echo")
                        .getPort(EchoDesk.PORT, Echo.class, desk.clientFeature())
                        .echo("Hello")));
        assertThat(desk.requests()).isEmpty();
    }

    @Test
    void publishesNothingWhereAnotherProviderWouldMakeTheEndpoint() {
        assertNamesAll(() -> under(
                ForeignProvider.class.getName(),
                () -> desk.publish("/Other", Endpoint.create(new EchoEndpoint(), desk.serviceFeature()))));
    }

    @Test
    void refusesToChangeAFeatureWhereAnotherProviderIsTheDefault() {
        MessageSecurityFeature feature = desk.clientFeature();

        assertNamesAll(() ->
                under(ForeignProvider.class.getName(), () -> feature.withAddress(URI.create("http://contoso.com/"))));
    }

    @Test
    void refusesAProviderThatASystemPropertyNames() {
        assertNamesAll(() -> withSystemProperty(ForeignProvider.class.getName(), desk::clientFeature));
    }

    @Test
    void refusesAProviderThatIsNotThere() {
        var refused = refusal(() -> under("com.example.Missing", desk::clientFeature));

        assertThat(refused.fault()).isEqualTo(SecurityFault.PROVIDER_NOT_SUPPORTED);
        assertThat(refused).hasMessageContaining(RI).hasCauseInstanceOf(Exception.class);
    }

    /** Its ports would look for tubes of its own class loader, and not find this library's. */
    @Test
    void refusesTheRiOfAnotherClassLoader() throws Exception {
        var other = new SecondRi();
        assertThat(other.loadClass(RI)).isNotEqualTo(ProviderImpl.class);

        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(other);
        try {
            assertThat(faultOf(desk::clientFeature)).isEqualTo(SecurityFault.PROVIDER_NOT_SUPPORTED);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** As application servers have one. */
    @Test
    void acceptsAProviderThatIsTheRiWithSomethingMore() throws Exception {
        assertThat(under(ExtendedRi.class.getName(), desk::clientFeature)).isNotNull();
    }

    // The RI beside another default

    @Test
    void makesAPortWithTheRiBesideAnotherDefault() throws Exception {
        Echo port = under(
                ForeignProvider.class.getName(),
                () -> MessageSecurity.withReferenceImplementation(
                        () -> desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class, desk.clientFeature())));

        assertThat(port.echo(EchoDesk.SECRET)).isEqualTo(EchoDesk.SECRET);
        assertThat(desk.requests()).singleElement().asString().doesNotContain(EchoDesk.SECRET);
    }

    @Test
    void refusesAnOpenPortBesideAnotherDefault() {
        assertThat(faultOf(() -> under(
                        ForeignProvider.class.getName(),
                        () -> MessageSecurity.withReferenceImplementation(
                                () -> desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class)))))
                .isEqualTo(SecurityFault.NOT_SECURED);
    }

    /** The feature was made while the RI was found, the port is another provider's. */
    @Test
    void refusesToHandOutTheFeatureAlone() {
        assertThat(faultOf(() -> under(
                        ForeignProvider.class.getName(),
                        () -> MessageSecurity.withReferenceImplementation(desk::clientFeature))))
                .isEqualTo(SecurityFault.NOT_SECURED);
    }

    @Test
    void stopsAnEndpointThatAnotherProviderMadeWithAFeatureFromEarlier() throws Exception {
        MessageSecurityFeature feature = desk.serviceFeature();
        Endpoint open = under(
                ForeignProvider.class.getName(),
                () -> desk.publish("/Open", Endpoint.create(new EchoEndpoint(), feature)));
        assertThat(open.isPublished()).isTrue();

        assertThat(faultOf(() -> MessageSecurity.requireSecured(open))).isEqualTo(SecurityFault.NOT_SECURED);

        assertThat(open.isPublished()).isFalse();
    }

    @Test
    void givesTheOtherDefaultBack() throws Exception {
        under(ForeignProvider.class.getName(), () -> {
            Supplier<Echo> failing = () -> {
                throw new IllegalStateException("on purpose");
            };
            assertThatThrownBy(() -> MessageSecurity.withReferenceImplementation(failing))
                    .hasMessage("on purpose");
            assertThat(Provider.provider()).isInstanceOf(ForeignProvider.class);
            return "given back";
        });
    }

    /** Threads of servers inherit the context class loader of the thread that starts them. */
    @Test
    void givesTheOtherDefaultBackToThreadsThatWereStartedMeanwhile() throws Exception {
        var loader = new AtomicReference<ClassLoader>();
        under(
                ForeignProvider.class.getName(),
                () -> MessageSecurity.withReferenceImplementation(() -> {
                    loader.set(Thread.currentThread().getContextClassLoader());
                    assertThat(Provider.provider()).isInstanceOf(ProviderImpl.class);
                    return desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class, desk.clientFeature());
                }));
        var found = new AtomicReference<Provider>();
        var thread = new Thread(() -> found.set(Provider.provider()));
        thread.setContextClassLoader(loader.get());
        thread.start();
        thread.join();

        assertThat(found.get()).isInstanceOf(ForeignProvider.class);
    }

    @Test
    void refusesBesideADefaultThatASystemPropertyNames() {
        assertNamesAll(() -> withSystemProperty(
                ForeignProvider.class.getName(),
                () -> MessageSecurity.withReferenceImplementation(
                        () -> desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class))));
    }

    @Test
    void makesAPortWithTheRiInAThreadWithoutContextClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            MessageSecurity.withReferenceImplementation(
                    () -> desk.service("/Echo").getPort(EchoDesk.PORT, Echo.class, desk.clientFeature()));
            assertThat(thread.getContextClassLoader()).isNull();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The provider that was found, the one that is needed, and what to do. */
    private static void assertNamesAll(ThrowingCallable making) {
        MessageSecurityException refused = refusal(making);

        assertThat(refused.fault()).isEqualTo(SecurityFault.PROVIDER_NOT_SUPPORTED);
        assertThat(refused)
                .hasMessageContainingAll(
                        ForeignProvider.class.getName(),
                        RI,
                        "jakarta.xml.ws.spi.Provider=" + RI,
                        "META-INF/services/jakarta.xml.ws.spi.Provider",
                        "MessageSecurity.withReferenceImplementation");
    }

    private static <T> T under(String provider, Callable<T> action) throws Exception {
        return new ContextLoader().with(ContextLoader.PROVIDERS, provider).call(action);
    }

    private static void withSystemProperty(String provider, Runnable action) {
        String before = System.getProperty(SYSTEM_PROPERTY);
        System.setProperty(SYSTEM_PROPERTY, provider);
        try {
            action.run();
        } finally {
            if (before == null) {
                System.clearProperty(SYSTEM_PROPERTY);
            } else {
                System.setProperty(SYSTEM_PROPERTY, before);
            }
        }
    }

    /** The RI under another name. */
    public static final class ExtendedRi extends ProviderImpl {}

    /** Has the classes of the RI once more. */
    private static final class SecondRi extends ClassLoader {
        SecondRi() {
            super(SecondRi.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null
                        ? loaded
                        : name.startsWith("com.sun.xml.ws.") ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] octets = code.readAllBytes();
                return defineClass(name, octets, 0, octets.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
