// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static java.util.Objects.requireNonNull;

import dev.wshttp.security.internal.direct.RefusalKind.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What refusals of each kind cost, in some unit. They are compared by their lower quartile: what else runs on the machine only adds to a cost, so
 * it disturbs the lower part of a distribution least. The error of a quartile is computed from samples of the samples (bootstrap). For one thread.
 *
 * @param unit its name
 * @param costs those of each kind
 * @param planted those of the kind {@link #COPIED} with a planted leak
 */
record RefusalCosts(String unit, Map<RefusalKind, List<Double>> costs, List<Double> planted) {
    /** The kind that a planted leak is added to. */
    static final RefusalKind COPIED = RefusalKind.WRONG_HMAC;

    private static final int RESAMPLINGS = 200;

    RefusalCosts(String unit) {
        this(unit, new EnumMap<>(RefusalKind.class), new ArrayList<>());
    }

    void add(RefusalKind kind, double cost) {
        costs.computeIfAbsent(kind, any -> new ArrayList<>()).add(cost);
    }

    void addPlanted(double cost) {
        planted.add(cost);
    }

    /** Returns how much the dearest kind of a place costs more than the cheapest one. */
    double spread(Place place) {
        var quartiles = costs.keySet().stream()
                .filter(kind -> kind.place() == place)
                .mapToDouble(kind -> quartile(of(kind)))
                .summaryStatistics();
        return quartiles.getMax() - quartiles.getMin();
    }

    /** Returns how much the planted leak adds, as far as the costs tell. */
    double leak() {
        return quartile(planted) - quartile(of(COPIED));
    }

    /** Returns the largest standard error of a kind's quartile. */
    double error() {
        return costs.values().stream().mapToDouble(RefusalCosts::error).max().orElseThrow();
    }

    /** Returns a table of all kinds by place. A line has the quartile, how far it is from the place's first kind, and twice its standard error. */
    @Override
    public String toString() {
        var table = new StringBuilder();
        for (Place place : Place.values()) {
            table.append(String.format("%s, %s: spread %.1f%n", unit, place, spread(place)));
            List<RefusalKind> kinds = costs.keySet().stream()
                    .filter(kind -> kind.place() == place)
                    .toList();
            kinds.forEach(kind -> table.append(line(kind.name(), of(kind), of(kinds.get(0)))));
        }
        return table.append(line("WITH A PLANTED LEAK", planted, of(COPIED))).toString();
    }

    private List<Double> of(RefusalKind kind) {
        return requireNonNull(costs.get(kind));
    }

    private static String line(String name, List<Double> costs, List<Double> others) {
        return String.format(
                "  %-44s %6d  %10.1f  %+8.1f  +- %.1f%n",
                name, costs.size(), quartile(costs), quartile(costs) - quartile(others), 2 * error(costs));
    }

    private static double quartile(List<Double> costs) {
        return costs.stream().sorted().skip(costs.size() / 4).findFirst().orElseThrow();
    }

    private static double error(List<Double> costs) {
        var random = new Random(1);
        List<Double> quartiles = new ArrayList<>();
        for (int i = 0; i < RESAMPLINGS; i++) {
            var resampled = random.ints(costs.size(), 0, costs.size());
            quartiles.add(quartile(resampled.mapToObj(costs::get).toList()));
        }
        double mean =
                quartiles.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = quartiles.stream()
                .mapToDouble(quartile -> (quartile - mean) * (quartile - mean))
                .average()
                .orElseThrow();
        return Math.sqrt(squares);
    }
}
