// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.explain.internal.message.Message;
import dev.wshttp.explain.internal.message.Message.Sender;
import dev.wshttp.explain.internal.message.Signature;
import dev.wshttp.explain.internal.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each signature of WCF's recordings has the verdict, the parts and the key that another program found ({@code verify}, beside the tests). */
class RecordedVerdictsTest {
    private static final Path FOUND = Path.of("src", "test", "resources", "verify");

    static List<String> recordings() throws IOException {
        try (Stream<Path> files = Files.list(FOUND)) {
            return files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void findsWhatAnotherProgramFound(String recording) throws IOException {
        assertThat(lines(recording)).isEqualTo(Files.readAllLines(FOUND.resolve(recording + ".txt")));
    }

    private static List<String> lines(String recording) {
        var lines = new ArrayList<String>();
        for (Message message : Captures.opened(recording).messages()) {
            String file = message.label().substring(0, 2)
                    + (message.sender() == Sender.CLIENT ? "-request.xml" : "-response.xml");
            lines.add("== " + file + " " + message.action());
            message.signatures().forEach(signature -> lines.add(line(signature)));
        }
        return lines;
    }

    private static String line(Signature signature) {
        String parts = signature.parts().stream()
                .map(part -> "'" + part.target().map(Element::localName).orElse("?") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        String reference = signature.element().all().stream()
                .filter(each -> each.localName().equals("KeyInfo"))
                .flatMap(info -> info.all().stream())
                .filter(each -> each.localName().equals("Reference"))
                .map(each -> each.attribute("URI"))
                .findFirst()
                .orElse("");
        return "   Signature " + signature.algorithm().replaceFirst(".*#", "") + " " + signature.verdict() + " signs "
                + parts + " keyref " + reference;
    }
}
