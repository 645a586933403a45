// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.xml.ws.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a secured endpoint in any servlet container: calls, its WSDL and its page.
 *
 * <pre>{@code
 * var servlet = MessageSecurityServlet.builder(CalculatorEndpoint.class, security.withAddress(address)).build();
 * var registration = servletContext.addServlet("calculator", servlet);
 * registration.addMapping("/Calculator");
 * registration.setAsyncSupported(true);
 * }</pre>
 *
 * <p>Requests are read and answers are sent without a thread each, where the container and its filters support asynchronous requests. A request is read
 * before it is processed, up to {@code maxReceivedMessageBytes}. The address of the feature is what messages have to name and what the WSDL and the page
 * show; the header {@code Host} and those that proxies add change nothing of it. So a proxy may end TLS, and may use other names, ports and paths.
 *
 * <p>The container bounds connections, the size of headers and the time for a request. Safe for use by several threads.
 */
public final class MessageSecurityServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(MessageSecurityServlet.class);
    private static final int TOO_MANY_CALLS = 503;
    private static final byte[] NO_OCTETS = {};
    private static final InetAddress UNKNOWN = new InetSocketAddress(0).getAddress();

    // The JAX-WS runtime answers any other query with a page of its own, which shows the names of classes.
    private static final Pattern METADATA_QUERY = Pattern.compile("(?i:wsdl|singleWsdl)|(wsdl|xsd)=\\d{1,4}");

    private final transient Object implementor;
    private final transient MessageSecurityFeature security;
    private final transient HttpAddress address;
    private final transient EndpointContext context;
    private final transient boolean metadata;
    private final transient Optional<ServicePage> page;
    private final transient RemotePeer peer;
    private final transient CallScheduler scheduler;
    private transient @Nullable Endpoint endpoint;

    private MessageSecurityServlet(Builder settings) {
        this.implementor = settings.implementor;
        this.security = settings.security;
        this.address = HttpAddress.of(settings.security.address().orElseThrow(MessageSecurityServlet::noAddress));
        this.context = new EndpointContext(address.rawPath());
        this.metadata = settings.descriptions.contains(Description.METADATA);
        this.page = settings.page();
        this.peer = new RemotePeer(settings.proxies);
        this.scheduler = settings.scheduler;
    }

    /**
     * Starts to describe the servlet of a service.
     *
     * @param implementor a class with {@code @WebService} and a public constructor without parameters, or an instance of one, which has to be safe for
     *     use by several threads in both cases
     * @param security secures the endpoint; it has to have an address
     */
    public static Builder builder(Object implementor, MessageSecurityFeature security) {
        return new Builder(implementor, security);
    }

    /**
     * Publishes the endpoint. The container calls it before the first request.
     *
     * @throws MessageSecurityException with {@link SecurityFault#NOT_SECURED} if messages would not pass this library
     * @throws jakarta.xml.ws.WebServiceException if the feature does not fit the endpoint
     */
    @Override
    public void init() {
        Endpoint made = Endpoint.create(instance(), security);
        made.publish(context);
        endpoint = MessageSecurity.requireSecured(made);
    }

    private Object instance() {
        if (!(implementor instanceof Class<?> type)) {
            return implementor;
        }
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException refused) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "The service class '" + type.getName()
                            + "' cannot be instantiated (expected a public class with a public constructor without parameters)."
                            + " Correct it, or give the servlet an instance.",
                    refused);
        }
    }

    /** Ends the endpoint. The container calls it after the last request. */
    @Override
    public void destroy() {
        Endpoint ended = endpoint;
        if (ended != null) {
            ended.stop();
            endpoint = null;
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = request.getQueryString();
        String method = request.getMethod();
        if (!isAtTheEndpoint(request)) {
            refuse(response, HttpURLConnection.HTTP_NOT_FOUND);
        } else if (method.equals("POST")) {
            accept(request, response);
        } else if (!method.equals("GET") || (query == null && page.isEmpty())) {
            response.setHeader("Allow", metadata || page.isPresent() ? "GET, POST" : "POST");
            refuse(response, HttpURLConnection.HTTP_BAD_METHOD);
        } else if (query == null || (metadata && METADATA_QUERY.matcher(query).matches())) {
            accept(request, response);
        } else {
            refuse(response, HttpURLConnection.HTTP_NOT_FOUND);
        }
    }

    /** Returns whether a request is for the path of the mapping itself. WCF: with or without a slash at the end. */
    private static boolean isAtTheEndpoint(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null || rest.isEmpty() || rest.equals("/");
    }

    // Not sendError: the container would show a page, which may have its name and version.
    private static void refuse(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setContentLength(0);
    }

    private void accept(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.isAsyncSupported()) {
            acceptWithoutThread(request, response);
        } else {
            acceptInThisThread(request, response);
        }
    }

    private void acceptWithoutThread(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LaterAnswer answer = LaterAnswer.to(request, response);
        if (request.getMethod().equals("GET")) {
            answer.orEnd(() -> schedule(exchange(request, NO_OCTETS), answer));
            return;
        }
        new RequestBody(
                        request.getInputStream(),
                        security.binding().maxReceivedMessageBytes(),
                        body -> answer.orEnd(() -> schedule(exchange(request, body), answer)),
                        broken -> answer.orEnd(() -> refuseUnreadable(exchange(request, NO_OCTETS), answer, broken)))
                .read();
    }

    private ServletExchange exchange(HttpServletRequest request, byte[] body) {
        return new ServletExchange(request, context, address, peer.of(request), body);
    }

    private void schedule(ServletExchange exchange, LaterAnswer answer) {
        InetAddress from = exchange.remote().map(InetSocketAddress::getAddress).orElse(UNKNOWN);
        Runnable call = answer.once(() -> {
            process(exchange);
            answer.send(exchange);
        });
        Runnable refusal = answer.once(() -> answer.send(TOO_MANY_CALLS, exchange));
        try {
            scheduler.schedule(exchange.request(), from, call, refusal);
        } catch (RejectedExecutionException busy) {
            refusal.run();
        } catch (RuntimeException | Error unforeseen) {
            LOG.error("A call cannot be scheduled", unforeseen);
            answer.once(() -> answer.send(HttpURLConnection.HTTP_INTERNAL_ERROR, exchange))
                    .run();
        }
    }

    private void process(ServletExchange exchange) {
        try {
            if (exchange.getRequestMethod().equals("GET") && exchange.getQueryString() == null) {
                page.orElseThrow().answer(exchange);
            } else {
                context.process(exchange);
            }
        } catch (IOException | RuntimeException | Error unforeseen) {
            LOG.error("A request failed in an unforeseen way", unforeseen);
            exchange.answerInstead(HttpURLConnection.HTTP_INTERNAL_ERROR);
        }
    }

    private static void refuseUnreadable(ServletExchange exchange, LaterAnswer answer, Throwable broken) {
        tell(exchange, broken);
        answer.send(HttpURLConnection.HTTP_BAD_REQUEST, exchange);
    }

    private static void tell(ServletExchange exchange, Throwable broken) {
        if (isClosedHere(broken)) {
            LOG.debug("The host closed the connection before the request was read", broken);
            return;
        }
        LOG.warn(
                "Refused a request from {}: its body cannot be read: {} (expected the body that its headers announce)",
                exchange.remote()
                        .map(peer -> peer.getAddress().getHostAddress())
                        .orElse("an unknown address"),
                UntrustedText.oneLine(described(broken)));
    }

    private static String described(Throwable broken) {
        String message = broken.getMessage();
        return message == null || message.isBlank() || isOrHasCause(broken, EOFException.class)
                ? "the connection ended"
                : message;
    }

    // A host that closes the connection of a slow peer, or that ends, says so itself.
    private static boolean isClosedHere(Throwable broken) {
        return isOrHasCause(broken, ClosedChannelException.class);
    }

    private static boolean isOrHasCause(Throwable broken, Class<? extends IOException> wanted) {
        for (Throwable each = broken; each != null; each = each.getCause()) {
            if (wanted.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** Reads, processes and answers with the thread of the container, because a filter or the container allows nothing else. */
    private void acceptInThisThread(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletExchange exchange;
        try {
            exchange = exchange(
                    request,
                    request.getMethod().equals("GET")
                            ? NO_OCTETS
                            : RequestBody.inThisThread(
                                    request.getInputStream(), security.binding().maxReceivedMessageBytes()));
        } catch (IOException broken) {
            tell(exchange(request, NO_OCTETS), broken);
            refuse(response, HttpURLConnection.HTTP_BAD_REQUEST);
            return;
        }
        process(exchange);
        await(exchange.delay().toNanos());
        byte[] body = exchange.answerOn(response);
        response.getOutputStream().write(body);
    }

    private static void await(long nanos) {
        long end = System.nanoTime() + nanos;
        while (end - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static MessageSecurityException noAddress() {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "The service has no address (expected the one that its clients send to, because a servlet knows only what requests claim)."
                        + " Set message-security.address, or use MessageSecurityFeature.withAddress.");
    }

    /** Describes a servlet. Not safe for use by several threads. */
    public static final class Builder {
        private final Object implementor;
        private final MessageSecurityFeature security;
        private Set<Description> descriptions = EnumSet.allOf(Description.class);
        private CallScheduler scheduler = CallScheduler.inContainerThreads();
        private int proxies;

        private Builder(Object implementor, MessageSecurityFeature security) {
            this.implementor = requireNonNull(implementor, "implementor");
            this.security = requireNonNull(security, "security");
        }

        /** Sets what {@code GET} shows; at first everything. With an empty set the servlet answers calls only. */
        public Builder describedBy(Set<Description> only) {
            descriptions = Set.copyOf(only);
            return this;
        }

        /** Sets what decides when a request is processed; at first the thread that has read it does so at once. */
        public Builder scheduler(CallScheduler other) {
            scheduler = requireNonNull(other, "scheduler");
            return this;
        }

        /**
         * Takes the remote address of requests, to which limits apply, from the header {@code X-Forwarded-For}. At first it is the peer of the
         * connection, and the header is ignored. A client that reaches this server without these proxies can claim any address.
         *
         * @param number how many proxies of one's own each request passes, each of which appends to the header
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder behindProxies(int number) {
            if (number < 0) {
                throw new IllegalArgumentException(
                        "The number of proxies is '" + number + "' (expected 0 or more). Correct it.");
            }
            proxies = number;
            return this;
        }

        /**
         * Makes the servlet, which publishes nothing yet.
         *
         * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the feature has no address or is one for a client
         */
        public MessageSecurityServlet build() {
            return new MessageSecurityServlet(this);
        }

        private Optional<ServicePage> page() {
            if (!(security.side() instanceof MessageSecurityFeature.Service service)) {
                throw new MessageSecurityException(
                        SecurityFault.CONFIGURATION_INVALID,
                        "The feature of the servlet is one for a client (expected one for a service)."
                                + " Make it by MessageSecurityFeature.forService.");
            }
            Class<?> type = implementor instanceof Class<?> given ? given : implementor.getClass();
            return descriptions.contains(Description.PAGE)
                    ? Optional.of(ServicePage.of(type, service, security, descriptions))
                    : Optional.empty();
        }
    }
}
