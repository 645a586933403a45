// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files beside docs/scale-out.md have the form that compose and Kubernetes want, and what they name is there. */
class ScaleOutFilesTest {
    private static final Path FOLDER = Path.of("..", "docs", "scale-out");
    private static final String STORE = "store";

    @Test
    void kubernetesObjectsAreWhole() throws IOException {
        List<Map<String, Object>> objects = objects();

        assertThat(objects).hasSize(5).allSatisfy(object -> {
            assertThat(object).containsKeys("apiVersion", "kind", "metadata", "spec");
            assertThat(text(object, "metadata", "name")).startsWith("calculator");
        });
        assertThat(objects)
                .extracting(object -> object.get("kind"))
                .containsOnly("Deployment", "Service", "NetworkPolicy");
    }

    @Test
    void kubernetesServicesFindTheirPods() throws IOException {
        for (Map<String, Object> service : ofKind("Service")) {
            Object selector = at(service, "spec", "selector");
            Map<String, Object> deployment = ofKind("Deployment").stream()
                    .filter(each -> selector.equals(at(each, "spec", "template", "metadata", "labels")))
                    .findFirst()
                    .orElseThrow();
            assertThat(at(deployment, "spec", "selector", "matchLabels")).isEqualTo(selector);
            List<Object> ports = list(container(deployment), "ports").stream()
                    .map(port -> at(port, "name"))
                    .toList();
            assertThat(list(service, "spec", "ports"))
                    .allSatisfy(port -> assertThat(ports).contains(at(port, "targetPort")));
        }
    }

    @Test
    void kubernetesPodsMayDoLittle() throws IOException {
        for (Map<String, Object> deployment : ofKind("Deployment")) {
            assertThat(at(deployment, "spec", "template", "spec", "securityContext", "runAsNonRoot"))
                    .isEqualTo(true);
            assertThat(at(container(deployment), "securityContext", "readOnlyRootFilesystem"))
                    .isEqualTo(true);
            assertThat(at(container(deployment), "securityContext", "allowPrivilegeEscalation"))
                    .isEqualTo(false);
        }
    }

    @Test
    void kubernetesMountsAreThere() throws IOException {
        for (Map<String, Object> deployment : ofKind("Deployment")) {
            List<Object> volumes = list(deployment, "spec", "template", "spec", "volumes").stream()
                    .map(volume -> at(volume, "name"))
                    .toList();
            assertThat(list(container(deployment), "volumeMounts"))
                    .allSatisfy(mount -> assertThat(volumes).contains(at(mount, "name")));
        }
    }

    @Test
    void noneHasAffinity() throws IOException {
        for (String file : List.of("kubernetes.yaml", "compose.yaml", "nginx.conf")) {
            assertThat(Files.readString(FOLDER.resolve(file))).doesNotContain("sessionAffinity", "ip_hash", "sticky");
        }
    }

    @Test
    void theStoresEvictNothing() throws IOException {
        Map<String, Object> compose = compose();
        assertThat(list(compose, "services", STORE, "command")).containsSequence("--maxmemory-policy", "noeviction");
        assertThat(ofKind("Deployment"))
                .filteredOn(deployment -> text(deployment, "metadata", "name").endsWith(STORE))
                .singleElement()
                .satisfies(deployment -> assertThat(list(container(deployment), "args"))
                        .containsSequence("--maxmemory-policy", "noeviction"));
    }

    @Test
    void whatComposeNamesIsThere() throws IOException {
        Map<String, Object> compose = compose();
        Map<String, Object> services = map(compose, "services");

        assertThat(services).containsOnlyKeys(STORE, "instance", "balancer");
        services.values().forEach(service -> {
            assertThat(map(compose, "networks").keySet()).containsAll(strings(list(service, "networks")));
            assertThat(services.keySet()).containsAll(strings(list(service, "depends_on")));
            assertThat(at(service, "image")).isInstanceOf(String.class);
        });
        assertThat(at(compose, "services", "instance", "deploy", "replicas")).isEqualTo(3);
        assertThat(map(compose, "configs")).containsKey("balancer");
    }

    @Test
    void composePublishesTheBalancerAlone() throws IOException {
        Map<String, Object> compose = compose();

        assertThat(map(compose, "services", STORE)).doesNotContainKey("ports");
        assertThat(list(compose, "services", STORE, "networks")).isEqualTo(List.of("inside"));
        assertThat(at(compose, "networks", "inside", "internal")).isEqualTo(true);
        assertThat(map(compose, "services", "instance")).doesNotContainKey("ports");
        assertThat(list(compose, "services", "balancer", "networks")).isEqualTo(List.of("outside"));
    }

    private static List<Map<String, Object>> ofKind(String kind) throws IOException {
        return objects().stream()
                .filter(object -> kind.equals(object.get("kind")))
                .toList();
    }

    private static Map<String, Object> container(Map<String, Object> deployment) {
        List<Object> containers = list(deployment, "spec", "template", "spec", "containers");
        assertThat(containers).hasSize(1);
        return map(containers.get(0));
    }

    private static Map<String, Object> compose() throws IOException {
        return documents("compose.yaml").get(0);
    }

    private static List<Map<String, Object>> objects() throws IOException {
        return documents("kubernetes.yaml");
    }

    /** Refuses a key that stands twice, as the programs do. */
    private static List<Map<String, Object>> documents(String file) throws IOException {
        var documents = new ArrayList<Map<String, Object>>();
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadAllFromString(Files.readString(FOLDER.resolve(file)))
                .forEach(document -> documents.add(map(document)));
        return documents;
    }

    private static List<String> strings(List<Object> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static String text(Object from, String... path) {
        return String.valueOf(at(from, path));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object from, String... path) {
        return (Map<String, Object>) at(from, path);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object from, String... path) {
        Object at = from;
        for (String step : path) {
            at = ((Map<String, Object>) at).getOrDefault(step, List.of());
        }
        return (List<Object>) at;
    }

    private static Object at(Object from, String... path) {
        Object at = from;
        for (String step : path) {
            at = ((Map<?, ?>) at).get(step);
            assertThat(at).as(step).isNotNull();
        }
        return at;
    }
}
