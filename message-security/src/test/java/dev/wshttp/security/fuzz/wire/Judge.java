// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.MessageSecurityException;
import jakarta.xml.ws.WebServiceException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a service may answer to a changed request, and what a client may throw at its application. */
record Judge(MessageKind kind) {
    private static final Pattern SECURED = Pattern.compile("<\\w+:Security[ >]");
    private static final Pattern FAULT = Pattern.compile("<\\w+:Fault[ >]");
    private static final Pattern TELLING = Pattern.compile("Exception|dev\\.wshttp|java\\.|\\bat [a-z]+\\.");

    /**
     * What is wrong with an answer; empty for nothing.
     *
     * @param sightings how often the application saw the request
     */
    Optional<String> problemOf(Answer answer, int sightings) {
        String body = answer.message().text();
        boolean isSecured = SECURED.matcher(body).find();
        return switch (answer.status()) {
            case 200 -> accepted(body, isSecured, sightings);
            case 500 -> {
                if (!FAULT.matcher(body).find() && !isSecured) {
                    yield Optional.of("the service answered 500 without a fault: " + body);
                }
                if (sightings > 0 && !isSecured) {
                    yield Optional.of("the service refused in clear what the application had seen: " + body);
                }
                yield TELLING.matcher(body).find()
                        ? Optional.of("the fault tells about the inside: " + body)
                        : Optional.empty();
            }
            case 400, 413, 415 ->
                body.isEmpty() && sightings == 0
                        ? Optional.empty()
                        : Optional.of("the service answered " + answer.status() + " with: " + body);
            default -> Optional.of("the service answered " + answer.status() + ": " + body);
        };
    }

    private Optional<String> accepted(String body, boolean isSecured, int sightings) {
        if (kind.isCall() && sightings == 0) {
            return Optional.of("the service accepted a call that the application did not see: " + body);
        }
        boolean isLeg = kind == MessageKind.FIRST_LEG || kind == MessageKind.SECOND_LEG;
        return isSecured || isLeg
                ? Optional.empty()
                : Optional.of("the service accepted and answered in clear: " + body);
    }

    /** What is wrong with an exception that the client's application gets; empty for nothing. */
    static Optional<String> problemOf(Throwable failure) {
        if (failure instanceof MessageSecurityException) {
            return Optional.empty();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return Optional.of("the client waited too long: " + failure);
            }
            boolean isForeseen = cause instanceof WebServiceException
                    || !(cause instanceof RuntimeException || cause instanceof Error);
            if (!isForeseen) {
                return Optional.of("the client's application got " + failure + " because of " + cause);
            }
        }
        return Optional.empty();
    }
}
