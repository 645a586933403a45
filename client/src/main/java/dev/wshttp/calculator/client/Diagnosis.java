// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.HttpAnswer;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.UntrustedText;
import jakarta.xml.soap.SOAPFault;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.xml.namespace.QName;

/** Explains an exception, and says what the user of the command line can do about it. */
final class Diagnosis {
    private static final String RUN_DOCTOR = "Run doctor. ";
    private static final String NO_ADVICE = "";
    private static final String USUAL_SUSPECTS = "Check in this order: the clocks of both machines, whether the service"
            + " trusts this client's certificate, whether both sides have the same algorithm-suite, negotiate-service-credential and"
            + " establish-security-context, and, where negotiate-service-credential is false, whether service-certificate.file is the"
            + " certificate that the service has now. A service with another contract than the calculator's refuses this call so, too.";
    // What services answer to an action that they do not have.
    private static final Set<String> NO_SUCH_OPERATION = Set.of("ActionNotSupported", "InvalidSecurity");
    private static final String CLIENT_NOT_ACCEPTED =
            "The service does not accept this client's certificate: give the service the"
                    + " authority that issued it, or use a certificate that is valid, not revoked and issued for the purpose of"
                    + " a client.";

    private final String firstOfAll;

    private Diagnosis(String firstOfAll) {
        this.firstOfAll = firstOfAll;
    }

    /** Explains why the settings or credentials cannot be used. */
    static ClientFailure ofSettings(MessageSecurityException refused) {
        return new Diagnosis(NO_ADVICE).ofSecurity(refused);
    }

    /** Explains why a call failed. */
    static ClientFailure ofCall(WebServiceException failed, URI connectTo) {
        return new Diagnosis(RUN_DOCTOR).explain(failed, connectTo);
    }

    /** Explains why the call of the doctor failed, without the advice to run the doctor. */
    static ClientFailure inDoctor(WebServiceException failed, URI connectTo) {
        return new Diagnosis(NO_ADVICE).explain(failed, connectTo);
    }

    private ClientFailure explain(WebServiceException failed, URI connectTo) {
        return find(failed, MessageSecurityException.class)
                .map(this::ofSecurity)
                .or(() -> find(failed, SOAPFaultException.class).map(this::ofFault))
                .or(() -> find(failed, IOException.class).map(cause -> ofConnection(cause, connectTo)))
                .orElseGet(() -> ofAnswer(failed, connectTo));
    }

    /** Explains why there is no connection. */
    static ClientFailure ofConnection(IOException cause, URI connectTo) {
        if (cause instanceof SSLException) {
            return cannotConnect(
                    "TLS_FAILED",
                    "TLS with '" + connectTo + "' failed: " + told(cause)
                            + " (expected a handshake that the JDK accepts)."
                            + through(connectTo)
                            + " If the port has no TLS, write http://; if the JDK does not trust the server's certificate, give it the authority:"
                            + " -Djavax.net.ssl.trustStore.",
                    cause);
        }
        if (cause instanceof UnknownHostException) {
            return cannotConnect(
                    "HOST_UNKNOWN",
                    "The host '" + HttpAddress.of(connectTo).host()
                            + "' is not known (expected a name that this machine can look up)." + through(connectTo)
                            + " Check message-security.address, or set message-security.via to where the service is.",
                    cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return cannotConnect(
                    "TIMED_OUT",
                    "'" + connectTo + "' did not answer in time: " + told(cause)
                            + " (expected an answer)." + through(connectTo)
                            + (isTls(connectTo) ? " If the port has no TLS, write http://." : "")
                            + " Check host, port and firewall, or raise"
                            + " message-security.open-timeout or message-security.send-timeout.",
                    cause);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return cannotConnect(
                    "CONNECTION_REFUSED",
                    "Cannot connect to '" + connectTo + "': " + told(cause)
                            + " (expected a service that listens there)." + through(connectTo)
                            + " Is the service running at that host and port? It prints"
                            + " READY and its address when it is; if so, set message-security.address or message-security.via to that.",
                    cause);
        }
        return cannotConnect(
                "CONNECTION_BROKEN",
                "The connection to '" + connectTo + "' broke: " + told(cause) + " (expected an answer over HTTP)."
                        + through(connectTo)
                        + (TlsProbe.speaksTls(connectTo)
                                ? " The server expects TLS at this port: write https:// in message-security.via, or take its port without TLS."
                                : " Check that the service runs there and is no other kind of server."),
                cause);
    }

    /** Explains that a server answers, but not as a service does. */
    static ClientFailure ofAnother(URI connectTo, HttpAnswer answer) {
        return new ClientFailure(
                ExitCode.CANNOT_CONNECT,
                "NOT_A_SERVICE",
                "A server answers at '" + connectTo + "', but with " + answer + " (expected a service). "
                        + answer.meaning() + through(connectTo)
                        + " Check host, port and path of message-security.address and message-security.via.");
    }

    /** Returns whether a call whose context was open failed as one of another contract does. The fault is not authenticated, so it is a hint. */
    static boolean isOfAnotherContract(WebServiceException failed) {
        return find(failed, MessageSecurityException.class)
                        .filter(refused -> refused.fault() == SecurityFault.FAULT_NOT_SECURED)
                        .filter(refused -> String.valueOf(refused.getMessage()).contains("InvalidSecurity"))
                        .isPresent()
                || find(failed, SOAPFaultException.class)
                        .flatMap(fault -> mostSpecialSubcode(fault.getFault()))
                        .filter(NO_SUCH_OPERATION::contains)
                        .isPresent();
    }

    /** Returns what a service answered, on one line. */
    static String faultOf(WebServiceException failed) {
        return find(failed, SOAPFaultException.class)
                .flatMap(fault -> mostSpecialSubcode(fault.getFault()))
                .map(code -> "'" + UntrustedText.oneLine(code) + "'")
                .orElse("'InvalidSecurity'");
    }

    private static boolean isTls(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }

    private static String through(URI connectTo) {
        return HttpAnswer.proxy(connectTo)
                .map(proxy -> " The JVM's settings send requests to it through the proxy '" + proxy
                        + "' (http.proxyHost, http.nonProxyHosts).")
                .orElse("");
    }

    private ClientFailure ofSecurity(MessageSecurityException refused) {
        String message = refused.fault() == SecurityFault.FAULT_NOT_SECURED
                ? refused.getMessage() + " " + hint(String.valueOf(refused.getMessage()))
                : String.valueOf(refused.getMessage());
        return new ClientFailure(exitCode(refused.fault()), refused.fault().name(), message, refused);
    }

    // The fault is not authenticated, so it serves only as a hint.
    private String hint(String unsecuredFault) {
        return unsecuredFault.contains("FailedAuthentication") ? CLIENT_NOT_ACCEPTED : firstOfAll + USUAL_SUSPECTS;
    }

    private static ExitCode exitCode(SecurityFault fault) {
        return switch (fault) {
            case CONFIGURATION_INVALID,
                    PROVIDER_NOT_SUPPORTED,
                    NOT_SECURED,
                    CREDENTIAL_UNREADABLE,
                    POLICY_NOT_SUPPORTED -> ExitCode.CONFIGURATION;
            case CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_NOT_IN_VALIDITY,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_PURPOSE_WRONG,
                    CERTIFICATE_KEY_NOT_ACCEPTED,
                    SERVICE_IDENTITY_MISMATCH -> ExitCode.CERTIFICATE;
            case METADATA_UNREADABLE -> ExitCode.CANNOT_CONNECT;
            case INTERNAL_ERROR -> ExitCode.UNEXPECTED;
            default -> ExitCode.REJECTED;
        };
    }

    private ClientFailure ofFault(SOAPFaultException fault) {
        Optional<String> subcode = mostSpecialSubcode(fault.getFault());
        String code =
                subcode.orElseGet(() -> fault.getFault().getFaultCodeAsQName().getLocalPart());
        String remedy = switch (code) {
            case "FailedAuthentication" -> CLIENT_NOT_ACCEPTED;
            case "DestinationUnreachable" ->
                "The service has another address: set message-security.address to the one that it"
                        + " prints after READY, and message-security.via to where you connect.";
            case "ActionNotSupported" -> "The service has no such operation: check that it is a calculator.";
            case "InvalidSecurity", "InvalidSecurityToken", "FailedCheck", "SecurityTokenUnavailable" ->
                "The log of the service says why. " + firstOfAll + USUAL_SUSPECTS;
            default -> "The message arrived, but the operation failed: look into the log of the service.";
        };
        return new ClientFailure(
                ExitCode.REJECTED,
                "SOAP_FAULT",
                subcode,
                "The service answered with the fault '" + UntrustedText.oneLine(code) + "': '"
                        + UntrustedText.oneLine(fault.getFault().getFaultString()) + "' (expected a result). " + remedy,
                fault);
    }

    private static Optional<String> mostSpecialSubcode(SOAPFault fault) {
        Optional<String> last = Optional.empty();
        for (Iterator<QName> subcodes = fault.getFaultSubcodes(); subcodes.hasNext(); ) {
            last = Optional.of(subcodes.next().getLocalPart());
        }
        return last;
    }

    private static ClientFailure ofAnswer(WebServiceException failed, URI connectTo) {
        String known = told(failed);
        if (known.startsWith("'" + connectTo + "' answered ")) {
            return cannotConnect(
                    "NOT_A_SERVICE",
                    known + " Check host, port and path of message-security.address and message-security.via.",
                    failed);
        }
        return cannotConnect(
                "NOT_A_SERVICE",
                "'" + connectTo + "' gave no answer of a calculator service: " + told(failed)
                        + " (expected SOAP 1.2). Check host, port and path of message-security.address and message-security.via.",
                failed);
    }

    // The peer may have written a part of it, such as the words after an HTTP status.
    private static String told(Exception failed) {
        return UntrustedText.oneLine(failed.getMessage());
    }

    private static ClientFailure cannotConnect(String code, String message, Throwable cause) {
        return new ClientFailure(ExitCode.CANNOT_CONNECT, code, message, cause);
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }
}
