// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.wss.ProtectedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Requests of all kinds that are refused, made before they are needed, so that making them disturbs no measurement. They come in rounds, and in a
 * round in an order of chance, so that what changes on the machine meanwhile concerns all kinds alike. A secret protects a few requests of one
 * round, less than a service refuses at once. For one thread.
 */
final class RefusedRequests {
    private static final int REQUESTS_OF_A_SECRET = 6;

    private final TestPki pki;
    private final Random random = new Random(1);

    RefusedRequests(TestPki pki) {
        this.pki = pki;
    }

    /** Makes rounds of requests, one of each kind and one with a planted leak in each round. */
    List<Request> rounds(int number) {
        var requests = new ArrayList<Request>();
        for (int i = 0; i < number; i++) {
            requests.addAll(round());
        }
        return requests;
    }

    private List<Request> round() {
        var kinds = new ArrayList<>(List.of(RefusalKind.values()));
        kinds.add(RefusalCosts.COPIED);
        int last = kinds.size() - 1;
        List<Integer> order = new ArrayList<>();
        kinds.forEach(kind -> order.add(order.size()));
        Collections.shuffle(order, random);
        var requests = new ArrayList<Request>();
        for (int i = 0; i < order.size(); i += REQUESTS_OF_A_SECRET) {
            ProtectedMessage sent = Call.newRequest(pki);
            byte[] sealed = Forgery.opened(sent.octets(), sent.key().secret()).seal();
            for (int kind : order.subList(i, Math.min(i + REQUESTS_OF_A_SECRET, order.size()))) {
                byte[] octets = kinds.get(kind).of(sealed, sent.key().secret());
                requests.add(new Request(kinds.get(kind), kind == last, octets));
            }
        }
        return requests;
    }

    /**
     * A request.
     *
     * @param planted whether the refusal is to cost more than others of its kind
     */
    record Request(RefusalKind kind, boolean planted, byte[] octets) {
        /** Adds what the refusal cost. */
        void add(double cost, RefusalCosts to) {
            if (planted) {
                to.addPlanted(cost);
            } else {
                to.add(kind, cost);
            }
        }
    }
}
