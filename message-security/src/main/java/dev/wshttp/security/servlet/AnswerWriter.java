// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the body of an answer as fast as the peer reads it, without a thread that waits, and then completes the request. */
final class AnswerWriter implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

    private final AsyncContext request;
    private final ServletOutputStream out;
    private final byte[] body;
    private boolean written;

    AnswerWriter(AsyncContext request, ServletOutputStream out, byte[] body) {
        this.request = request;
        this.out = out;
        this.body = body;
        this.written = body.length == 0;
    }

    /** Starts sending. Status and headers are set. */
    void send() {
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            if (written) {
                request.complete();
                return;
            }
            written = true;
            out.write(body);
        }
    }

    @Override
    public void onError(Throwable gone) {
        LOG.debug("An answer did not reach its client", gone);
        request.complete();
    }
}
