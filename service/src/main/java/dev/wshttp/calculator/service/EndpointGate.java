// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import dev.wshttp.security.HttpAddress;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the requests to the path of the endpoint. As in WCF, a request reaches it in any case of letters, with or without a slash at the end, and
 * in any form of its escapes. Refuses requests of peers that have too many.
 */
final class EndpointGate extends Handler.Wrapper {
    private final String rawPath;
    private final Peers peers;
    private final HealthPages health;

    /** @param health once the service stops, each connection ends with its next answer */
    EndpointGate(String rawPath, Peers peers, HealthPages health, Handler endpoint) {
        super(endpoint);
        this.rawPath = rawPath;
        this.peers = peers;
        this.health = health;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Peer peer = peers.of(request.getConnectionMetaData().getConnection());
        Request.addCompletionListener(request, failure -> peers.idle(peer));
        if (health.readiness().isStopping()) {
            close(response);
        }
        String path = request.getHttpURI().getPath();
        if (health.answer(path, response, callback)) {
            return true;
        }
        if (!isOwn(path)) {
            return refuse(HttpStatus.NOT_FOUND_404, response, callback);
        }
        if (!peers.begin(peer)) {
            close(response);
            return refuse(HttpStatus.SERVICE_UNAVAILABLE_503, response, callback);
        }
        Request.addCompletionListener(request, failure -> peers.end(peer));
        request.setAttribute(Peer.class.getName(), peer);
        return super.handle(Request.serveAs(request, atRoot(request.getHttpURI())), response, callback);
    }

    private boolean isOwn(@Nullable String path) {
        return path != null && HttpAddress.isSamePath(path, rawPath);
    }

    private static HttpURI atRoot(HttpURI asked) {
        return HttpURI.build(asked).pathQuery(asked.getQuery() == null ? "/" : "/?" + asked.getQuery());
    }

    private static void close(Response response) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    private static boolean refuse(int status, Response response, Callback callback) {
        response.setStatus(status);
        callback.succeeded();
        return true;
    }
}
