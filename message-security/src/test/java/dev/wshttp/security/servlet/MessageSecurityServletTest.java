// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import static dev.wshttp.security.Refusals.refusal;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.captures.Sides;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.servlet.Container.Requests;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MessageSecurityServletTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final PkiCredentials CREDENTIALS = new PkiCredentials(PKI);
    private static final WsHttpBinding DEFAULT_MODE = WsHttpBinding.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PUBLIC = "https://scales.example/public/Scales.svc";

    private final Container container = new Container();

    @AfterEach
    void stop() {
        container.close();
    }

    @ParameterizedTest
    @EnumSource
    void servesCallsInTheDefaultMode(Requests requests) {
        container.with(own().build(), "/", requests, "/Scales");

        Scales.Contract scales = client(container.uri("/Scales"), container.uri("/Scales"));

        assertThat(scales.sum(40, 2)).isEqualTo(42);
        assertThat(scales.caller()).startsWith("CN=Cohowinery.com; ");
        assertThat(scales.hasRequestOfContainer()).isTrue();
    }

    @Test
    void servesAnInstance() {
        var servlet = MessageSecurityServlet.builder(
                        new Scales(), feature(container.uri("/Scales").toString()))
                .build();
        container.with(servlet, "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(client(container.uri("/Scales"), container.uri("/Scales")).sum(1, 2))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /Scales, /Scales",
        "/, /Scales/*, /Scales/",
        "/, /*, /",
        "/, /, /any/path",
        "/shop, /Scales, /shop/Scales",
        "/shop/inner, /Scales.svc/*, /shop/inner/Scales.svc",
        "/shop, /*, /shop/"
    })
    void servesUnderAnyContextPath(String contextPath, String mapping, String called) throws Exception {
        URI there = container.uri(called);
        container.with(
                MessageSecurityServlet.builder(Scales.class, feature(there.toString()))
                        .build(),
                contextPath,
                Requests.ASYNCHRONOUS,
                mapping);

        assertThat(client(there, there).sum(1, 2)).isEqualTo(3);
        assertThat(get(URI.create(there + "?wsdl")).body()).contains("location=\"" + there + "\"");
    }

    @Test
    void servesBehindAProxyThatEndsTlsAndUsesAnotherPath() {
        container.with(ofPublicAddress(), "/inner", Requests.ASYNCHRONOUS, "/x");

        assertThat(client(URI.create(PUBLIC), container.uri("/inner/x")).sum(1, 2))
                .isEqualTo(3);
    }

    @Test
    void refusesAMessageThatNamesThePathOfTheContainerInsteadOfItsAddress() {
        container.with(ofPublicAddress(), "/", Requests.ASYNCHRONOUS, "/x");
        URI inside = container.uri("/x");

        assertThatExceptionOfType(WebServiceException.class)
                .isThrownBy(() -> client(inside, inside).sum(1, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?wsdl", "?singleWsdl", "?WSDL", ""})
    void showsItsOwnAddressWhateverARequestClaims(String query) throws Exception {
        container.with(ofPublicAddress(), "/", Requests.ASYNCHRONOUS, "/x");

        String answer = raw("GET /x" + query + " HTTP/1.1\r\nHost: evil.example:99\r\n"
                + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: ftp\r\nX-Forwarded-Port: 99\r\n"
                + "X-Forwarded-Prefix: /evil\r\nForwarded: host=evil.example;proto=ftp\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains(PUBLIC).doesNotContain("evil", "ftp:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Scales/x", "/Scales//", "/Scales/%2e%2e/Scales/x"})
    void isNotReachedBelowItsMapping(String path) throws Exception {
        container.with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales/*");

        assertThat(get(container.uri(path)).statusCode()).isBetween(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
    void refusesOtherMethodsAndSaysWhichItKnows(String method) throws Exception {
        container.with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        var answer = HTTP.send(
                HttpRequest.newBuilder(container.uri("/Scales?wsdl"))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?wsdls", "?xsd", "?wsdl=", "?wsdl=x", "?xsd=1&a=b", "?wsdl&a", "?about"})
    void refusesQueriesThatTheSoapStackWouldAnswerItself(String query) throws Exception {
        container.with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(get(container.uri("/Scales" + query)).statusCode()).isEqualTo(404);
    }

    @Test
    void describesOnlyWhatItWasAskedTo() throws Exception {
        container.with(own().describedBy(Set.of(Description.PAGE)).build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(get(container.uri("/Scales")).body()).contains("<h1>ScalesService</h1>");
        assertThat(get(container.uri("/Scales?wsdl")).statusCode()).isEqualTo(404);
    }

    @Test
    void showsNoPageWhereItIsOff() throws Exception {
        container.with(own().describedBy(Set.of(Description.METADATA)).build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(get(container.uri("/Scales")).statusCode()).isEqualTo(405);
        assertThat(get(container.uri("/Scales?wsdl")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void refusesCallsInClear(Requests requests) throws Exception {
        container.with(own().build(), "/", requests, "/Scales");

        var answer = post("<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/></s:Envelope>");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Fault").doesNotContain("dev.wshttp", "Exception");
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNoMessage(Requests requests) throws Exception {
        container.with(own().build(), "/", requests, "/Scales");

        assertThat(post("no message").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource
    void refusesABodyOfMoreThanTheLargestMessageBeforeItHasArrived(Requests requests) throws Exception {
        container.with(own().build(), "/", requests, "/Scales");
        int tooMuch = DEFAULT_MODE.maxReceivedMessageBytes() + 1;

        try (var peer = connect()) {
            peer.getOutputStream().write(head("Content-Length: 100000000"));
            peer.getOutputStream().write(new byte[tooMuch]);

            assertThat(statusLine(peer)).matches("HTTP/1.1 4(00|13) .*");
        }
    }

    @Test
    void keepsNoThreadForBodiesThatArriveSlowly() throws Exception {
        container.with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");
        Scales.Contract scales = client(container.uri("/Scales"), container.uri("/Scales"));
        assertThat(scales.sum(1, 2)).isEqualTo(3);
        var peers = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 64; i++) {
                peers.add(connect());
                peers.get(i).getOutputStream().write(head("Content-Length: 60000"));
            }
            for (int i = 0; i < 10; i++) {
                for (Socket peer : peers) {
                    peer.getOutputStream().write('<');
                }
                assertThat(scales.sum(i, 1)).isEqualTo(i + 1);
            }
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void keepsNoThreadForAnswersThatAreReadSlowly() throws Exception {
        container.with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");
        Scales.Contract scales = client(container.uri("/Scales"), container.uri("/Scales"));
        assertThat(scales.sum(1, 2)).isEqualTo(3);
        var peers = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 64; i++) {
                var peer = new Socket();
                peer.setReceiveBufferSize(2_048);
                peer.connect(connectTo());
                peer.getOutputStream()
                        .write("GET /Scales?wsdl HTTP/1.1\r\nHost: x\r\n\r\n"
                                .repeat(500)
                                .getBytes(US_ASCII));
                peers.add(peer);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(scales.sum(i, 1)).isEqualTo(i + 1);
            }
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    static Stream<CallScheduler> full() {
        return Stream.of((request, from, call, refusal) -> refusal.run(), (request, from, call, refusal) -> {
            throw new RejectedExecutionException("full");
        });
    }

    @ParameterizedTest
    @MethodSource("full")
    void answers503WhereTheSchedulerRefuses(CallScheduler full) throws Exception {
        container.with(own().scheduler(full).build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        var answer = post("<Envelope/>");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    static Stream<CallScheduler> broken() {
        return Stream.of(
                (request, from, call, refusal) -> {
                    throw new IllegalStateException("broken");
                },
                (request, from, call, refusal) -> {
                    throw new OutOfMemoryError("no thread");
                });
    }

    @ParameterizedTest
    @MethodSource("broken")
    void answers500WhereTheSchedulerFails(CallScheduler broken) throws Exception {
        container.with(own().scheduler(broken).build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(post("<Envelope/>").statusCode()).isEqualTo(500);
    }

    static Stream<CallScheduler> running() {
        return Stream.of(
                (request, from, call, refusal) -> {
                    call.run();
                    throw new IllegalStateException("broken after the call");
                },
                (request, from, call, refusal) -> {
                    call.run();
                    refusal.run();
                    call.run();
                });
    }

    @ParameterizedTest
    @MethodSource("running")
    void answersOnceWhateverTheSchedulerDoesAfterTheCall(CallScheduler running) throws Exception {
        container.with(own().scheduler(running).build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(get(container.uri("/Scales?wsdl")).statusCode()).isEqualTo(200);
    }

    static Stream<Filter> failing() {
        return Stream.of(
                failing(new OutOfMemoryError("no memory for an answer")),
                // As after getWriter() of a filter.
                failing(new IllegalStateException("WRITER")),
                failing(new IOException("no compression")),
                (request, response, chain) -> chain.doFilter(
                        new HttpServletRequestWrapper((HttpServletRequest) request) {
                            @Override
                            public Enumeration<String> getHeaderNames() {
                                throw new IllegalArgumentException("no headers");
                            }
                        },
                        response));
    }

    private static Filter failing(Throwable reason) {
        return (request, response, chain) ->
                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public ServletOutputStream getOutputStream() throws IOException {
                        if (reason instanceof IOException broken) {
                            throw broken;
                        }
                        if (reason instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) reason;
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("failing")
    void answers500WhereAnAnswerCannotBeMadeOrSent(Filter failing) throws Exception {
        container.behind(failing).with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(post("<Envelope/>").statusCode()).isEqualTo(500);
        assertThat(get(container.uri("/Scales")).statusCode()).isEqualTo(500);
        assertThat(statusOfABrokenFrame()).startsWith("HTTP/1.1 500");
    }

    @Test
    void endsARequestWhoseResponseCannotBeReset() throws Exception {
        Filter failing = (request, response, chain) ->
                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public ServletOutputStream getOutputStream() {
                        throw new OutOfMemoryError("no memory for an answer");
                    }

                    @Override
                    public void reset() {
                        throw new UnsupportedOperationException("no reset");
                    }
                });
        container.behind(failing).with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(post("<Envelope/>").body()).isEmpty();
    }

    @Test
    void tellsTheSchedulerTheAddressOfTheConnectionAndNoInventedOne() throws Exception {
        assertThat(seenByScheduler(own(), "6.6.6.6")).containsExactly("127.0.0.1");
    }

    @Test
    void tellsTheSchedulerWhatTheOwnProxyHasAppended() throws Exception {
        assertThat(seenByScheduler(own().behindProxies(1), "6.6.6.6, 192.0.2.1"))
                .containsExactly("192.0.2.1");
    }

    private List<String> seenByScheduler(MessageSecurityServlet.Builder servlet, String forwardedFor)
            throws IOException, InterruptedException {
        var seen = new ConcurrentLinkedQueue<String>();
        var made = servlet.scheduler((request, from, call, refusal) -> {
            seen.add(from.getHostAddress());
            call.run();
        });
        container.with(made.build(), "/", Requests.ASYNCHRONOUS, "/Scales");
        HTTP.send(
                HttpRequest.newBuilder(container.uri("/Scales"))
                        .header("X-Forwarded-For", forwardedFor)
                        .POST(BodyPublishers.ofString("<a/>"))
                        .build(),
                BodyHandlers.discarding());
        return List.copyOf(seen);
    }

    @Test
    void refusesABodyThatIsNotFramedAsItSays() throws Exception {
        container.with(own().build(), "/", Requests.ASYNCHRONOUS, "/Scales");

        assertThat(statusOfABrokenFrame()).startsWith("HTTP/1.1 400");
    }

    private String statusOfABrokenFrame() throws IOException {
        try (var peer = connect()) {
            peer.getOutputStream().write(head("Transfer-Encoding: chunked"));
            peer.getOutputStream().write("zz\r\n<Envelope/>\r\n0\r\n\r\n".getBytes(US_ASCII));
            return statusLine(peer);
        }
    }

    @Test
    void needsAnAddress() {
        var without = MessageSecurityServlet.builder(
                Scales.class, MessageSecurityFeature.forService(DEFAULT_MODE, CREDENTIALS.service()));

        assertThat(refusal(without::build).fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void needsTheFeatureOfAService() {
        var ofClient = MessageSecurityFeature.forClient(DEFAULT_MODE, CREDENTIALS.client(), Sides.CONTOSO)
                .withAddress(URI.create(PUBLIC));

        assertThat(refusal(MessageSecurityServlet.builder(Scales.class, ofClient)::build)
                        .fault())
                .isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void needsAClassThatCanBeInstantiated() {
        var servlet = MessageSecurityServlet.builder(Scales.Contract.class, feature(PUBLIC))
                .build();

        assertThat(refusal(servlet::init).fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
    }

    @Test
    void needsNoNegativeNumberOfProxies() {
        assertThatThrownBy(() -> own().behindProxies(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private MessageSecurityServlet.Builder own() {
        return MessageSecurityServlet.builder(
                Scales.class, feature(container.uri("/Scales").toString()));
    }

    private static MessageSecurityServlet ofPublicAddress() {
        return MessageSecurityServlet.builder(Scales.class, feature(PUBLIC)).build();
    }

    private static MessageSecurityFeature feature(String address) {
        return MessageSecurityFeature.forService(DEFAULT_MODE, CREDENTIALS.service())
                .withAddress(URI.create(address));
    }

    /** A client that has the contract from the WSDL. */
    private static Scales.Contract client(URI address, URI via) {
        try {
            var security = MessageSecurityFeature.forClient(DEFAULT_MODE, CREDENTIALS.client(), Sides.CONTOSO)
                    .withAddress(address);
            var service =
                    Service.create(URI.create(via + "?wsdl").toURL(), new QName(Scales.NAMESPACE, "ScalesService"));
            Scales.Contract port =
                    service.getPort(new QName(Scales.NAMESPACE, "ScalesPort"), Scales.Contract.class, security);
            ((BindingProvider) port).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, via.toString());
            return port;
        } catch (IOException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static HttpResponse<String> get(URI page) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(container.uri("/Scales"))
                        .header("Content-Type", "application/soap+xml; charset=utf-8")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), container.port());
    }

    private SocketAddress connectTo() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), container.port());
    }

    private static byte[] head(String framing) {
        return ("POST /Scales HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml; charset=utf-8\r\n"
                        + framing + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private static String statusLine(Socket peer) throws IOException {
        return new BufferedReader(new InputStreamReader(peer.getInputStream(), US_ASCII)).readLine();
    }

    private String raw(String request) throws IOException {
        try (var peer = connect()) {
            peer.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(peer.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
