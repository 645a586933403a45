// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The POMs that a release publishes fit each other, and name no registry. */
class PublishedPomsTest {
    private static final Path ROOT = Path.of("..");
    private static final String BOM = "bom/pom.xml";

    @Test
    void theBomHasEachPublishedLibrary() {
        List<String> published = text("pom.xml", "/project/modules/module").stream()
                .filter(module -> !"bom".equals(module))
                .filter(module -> text(module + "/pom.xml", "/project/properties/skipPublishing")
                        .isEmpty())
                .toList();

        assertThat(published).isNotEmpty();
        assertThat(text(BOM, "/project/dependencyManagement/dependencies/dependency[not(type)]/artifactId"))
                .containsExactlyInAnyOrderElementsOf(published);
    }

    @Test
    void allHaveOneVersion() throws IOException {
        String version = text(BOM, "/project/version").get(0);

        assertThat(ours())
                .filteredOn(pom -> !BOM.equals(pom))
                .isNotEmpty()
                .allSatisfy(pom ->
                        assertThat(text(pom, "/project/parent/version")).as(pom).containsExactly(version));
    }

    @Test
    void examplesUseThatVersion() throws IOException {
        String version = text(BOM, "/project/version").get(0);
        String used = "/project/properties/wshttp.version"
                + " | //dependency[groupId='dev.wshttp']/version[not(starts-with(., '$'))]";

        assertThat(poms("examples"))
                .isNotEmpty()
                .allSatisfy(
                        pom -> assertThat(text(pom, used)).as(pom).isNotEmpty().containsOnly(version));
    }

    @Test
    void pagesAndScriptsNameThatVersion() {
        String version = text(BOM, "/project/version").get(0);

        assertThat(ROOT.resolve("bom/README.md")).content().contains("<version>" + version + "</version>");
        assertThat(ROOT.resolve("interop/README.md")).content().contains("interop-cxf-" + version + ".jar");
        assertThat(ROOT.resolve(".ci/examples.sh")).content().contains("\nversion=" + version + "\n");
    }

    /** Maven Central takes no POM without these; the profile release asks the owner for the rest. */
    @Test
    void allSayWhatTheyAre() throws IOException {
        assertThat(ours()).allSatisfy(pom -> {
            assertThat(text(pom, "/project/name")).as(pom).hasSize(1);
            assertThat(text(pom, "/project/description")).as(pom).hasSize(1);
        });
        assertThat(text(BOM, "/project/licenses/license/name")).containsExactly("Apache-2.0");
        assertThat(text(BOM, "/project/url | /project/developers/developer/name | /project/scm/*"))
                .containsExactly("${owner.url}", "${owner.name}", "${owner.scm}", "${owner.scm}", "${owner.scm.url}");
    }

    @Test
    void noneNamesARegistry() throws IOException {
        assertThat(poms(""))
                .allSatisfy(pom -> assertThat(text(pom, "//repository | //pluginRepository | //distributionManagement"))
                        .as(pom)
                        .isEmpty());
    }

    private static List<String> ours() throws IOException {
        return poms("").stream()
                .filter(pom -> !pom.startsWith("examples/") && !pom.startsWith(".ci/"))
                .toList();
    }

    /** Returns the POMs of the folder and of the two levels of folders below it. */
    private static List<String> poms(String folder) throws IOException {
        try (Stream<Path> files = Files.find(ROOT.resolve(folder), 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            return files.map(file -> ROOT.relativize(file).normalize())
                    .filter(file -> !file.toString().contains("target"))
                    .map(file -> file.toString().replace(file.getFileSystem().getSeparator(), "/"))
                    .toList();
        }
    }

    private static List<String> text(String pom, String path) {
        try {
            var found = (NodeList)
                    XPathFactory.newInstance().newXPath().evaluate(path, document(pom), XPathConstants.NODESET);
            return Stream.iterate(0, index -> index < found.getLength(), index -> index + 1)
                    .map(index -> found.item(index).getTextContent())
                    .toList();
        } catch (XPathExpressionException broken) {
            throw new IllegalArgumentException(path, broken);
        }
    }

    private static Document document(String pom) {
        try {
            // Without namespaces, so that paths need no prefixes.
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(ROOT.resolve(pom).toFile());
        } catch (IOException | SAXException | ParserConfigurationException broken) {
            throw new IllegalArgumentException(pom, broken);
        }
    }
}
