// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.bench;

import com.sun.xml.ws.api.handler.MessageHandler;
import com.sun.xml.ws.api.handler.MessageHandlerContext;
import com.sun.xml.ws.api.message.Headers;
import jakarta.xml.ws.handler.MessageContext;
import java.util.Set;
import javax.xml.namespace.QName;

/**
 * Makes the messages of the RI without security as long as those that WCF sends in a session, by a header of one text: what is left of a call when its messages
 * are only sent, received and read. Safe for use by several threads.
 */
final class LongMessages implements MessageHandler<MessageHandlerContext> {
    // WCF's request of a session has 6,155 octets and its answer 5,124; those without security have about 600 and 400.
    static final LongMessages OF_REQUESTS = new LongMessages(5_500);
    static final LongMessages OF_ANSWERS = new LongMessages(4_700);

    private static final QName NAME = new QName("http://bench.wshttp.dev", "Length");

    private final String text;

    private LongMessages(int characters) {
        text = "m".repeat(characters);
    }

    @Override
    public boolean handleMessage(MessageHandlerContext context) {
        if (Boolean.TRUE.equals(context.get(MessageContext.MESSAGE_OUTBOUND_PROPERTY))) {
            context.getMessage().getHeaders().add(Headers.create(NAME, text));
        }
        return true;
    }

    @Override
    public boolean handleFault(MessageHandlerContext context) {
        return true;
    }

    @Override
    public void close(MessageContext context) {
        // Nothing is open.
    }

    @Override
    public Set<QName> getHeaders() {
        return Set.of(NAME);
    }
}
