// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Makes the five calls of WCF's sample client, and prints them as that client does. */
@Command(
        name = "demo",
        description = "Makes the five calls of WCF's sample client and prints them as it does.",
        footerHeading = "%nExample:%n",
        footer = "  calculator-client --config client.properties demo")
final class DemoCommand implements Callable<Integer> {
    private static final List<Exercise> EXERCISES = List.of(
            new Exercise(Operation.ADD, 100, 15.99),
            new Exercise(Operation.SUBTRACT, 145, 76.54),
            new Exercise(Operation.MULTIPLY, 9, 81.25),
            new Exercise(Operation.DIVIDE, 22, 7));

    @ParentCommand
    private ClientMain main;

    @Override
    public Integer call() {
        Report report = main.report();
        try (var session = Session.open(main.settings(), main.tracing(report), report)) {
            JsonArrayBuilder calls = Json.createArrayBuilder();
            EXERCISES.forEach(exercise -> exercise.run(session, report, calls));
            String identity = session.call("GetCallerIdentity", CalculatorClient::callerIdentity);
            report.line(identity);
            report.json(Json.createObjectBuilder().add("calls", calls).add("callerIdentity", identity));
        }
        return ExitCode.DONE.number();
    }

    private record Exercise(Operation operation, double n1, double n2) {
        void run(Session session, Report report, JsonArrayBuilder calls) {
            double result = session.call(operation.contractName(), calculator -> operation.on(calculator, n1, n2));
            report.line(operation.contractName() + "(" + DecimalNumber.asDotNet(n1) + "," + DecimalNumber.asDotNet(n2)
                    + ") = " + DecimalNumber.asDotNet(result));
            var json = Json.createObjectBuilder()
                    .add("operation", operation.contractName())
                    .add("n1", n1)
                    .add("n2", n2);
            calls.add(Report.add(json, "result", result));
        }
    }
}
