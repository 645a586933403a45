// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.policy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Receives the body of an HTTP response up to a size, and cancels a larger one. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final int limit;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (part.remaining() > limit - received.size()) {
                breakOff();
                return;
            }
            byte[] octets = new byte[part.remaining()];
            part.get(octets);
            received.writeBytes(octets);
        }
    }

    @Override
    public void onError(Throwable cause) {
        body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        body.complete(received.toByteArray());
    }

    private void breakOff() {
        body.completeExceptionally(new TooLargeException());
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** The body is larger than its limit. */
    static final class TooLargeException extends IOException {
        @Serial
        private static final long serialVersionUID = 1;
    }
}
