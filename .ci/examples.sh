#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds and calls each example as an outsider would: in an empty directory, with nothing of this project but its artifacts. Needs what `mvn package`
# makes of contract, message-security, cert-tools and testing. Everything is written to target/examples, where Maven's downloads stay for the next run.
set -euo pipefail
cd "$(dirname "$0")/.."

version=0.1.0-SNAPSHOT
tomcat=org.apache.tomcat:tomcat:10.1.59:zip
work=$PWD/target/examples
repository=$work/repository
copy=$work/copy
started=()

stop_all() {
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  started=()
}
trap stop_all EXIT

# Lays an artifact down where `mvn install` would.
install_artifact() {
  local name=$1 pom=$2 jar=${3:-} folder=$repository/dev/wshttp/$1/$version
  mkdir -p "$folder"
  cp "$pom" "$folder/$name-$version.pom"
  [ -z "$jar" ] || cp "$jar" "$folder/"
}

# What this machine has downloaded already is a repository like any other, but for our own artifacts.
write_settings() {
  local own="<id>downloaded</id><url>file://${HOME}/.m2/repository</url><snapshots><enabled>false</enabled></snapshots>"
  own+="<releases><checksumPolicy>ignore</checksumPolicy></releases>"
  cat >"$work/settings.xml" <<XML
<settings>
  <profiles>
    <profile>
      <id>downloaded</id>
      <repositories><repository>$own</repository></repositories>
      <pluginRepositories><pluginRepository>$own</pluginRepository></pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>downloaded</activeProfile></activeProfiles>
</settings>
XML
}

# An array for what runs in the background: a function would be a subshell there, and ending that does not end Maven.
mvn=(mvn -B -ntp -q -Dstyle.color=never -gs "$work/settings.xml" "-Dmaven.repo.local=$repository")
maven() {
  "${mvn[@]}" "$@"
}

say() {
  printf '\n== %s\n' "$*"
}

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# Runs a program that goes on until stop_all; its output is in the named file.
start() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 &
  started+=($!)
}

# Waits until a URL answers, for at most two minutes.
await() {
  local url=$1 log=$2
  for ((i = 0; i < 600; i++)); do
    curl -sf -o /dev/null "$url" && return
    kill -0 "${started[-1]}" 2>/dev/null || break
    sleep 0.2
  done
  cat "$log"
  fail "$url does not answer"
}

# Calls a service with the first example, and reads what it prints.
call() {
  local via=$1 seen
  seen=$(cd "$copy/client-from-wsdl" && maven exec:java -Dexec.args=client.properties "-Dmessage-security.via=$via")
  printf '%s\n' "$seen"
  grep -q 'placed by CN=Cohowinery.com; [0-9A-F]* for north$' <<<"$seen" || fail "no order was placed at $via"
  grep -q '^out of stock: apple$' <<<"$seen" || fail "the declared fault did not arrive from $via"
  grep -q '^restock: Access is denied.$' <<<"$seen" || fail "$via let anyone restock"
}

# The documents name the address of the settings, whatever a request claims.
describes_itself() {
  local url=$1 query text
  for query in wsdl singleWsdl; do
    text=$(curl -sf -H 'Host: evil.example' -H 'X-Forwarded-Host: evil.example' -H 'X-Forwarded-Proto: ftp' "$url?$query")
    grep -q 'location="http://localhost:8080/Orders"' <<<"$text" || fail "$url?$query does not name the address"
    grep -q 'SecureConversationToken' <<<"$text" || fail "$url?$query has no policy"
    ! grep -q 'evil' <<<"$text" || fail "$url?$query repeats what a request claims"
  done
}

# A body that comes in pieces, and one that never ends, are refused as no message, and keep no call from being answered.
refuses_no_message() {
  local url=$1 status
  status=$( (printf '<a'; sleep 1; printf '/>') | curl -s -o /dev/null -w '%{http_code}' -T - -X POST -H 'Content-Type: application/soap+xml' "$url")
  [ "$status" = 500 ] || [ "$status" = 400 ] || fail "$url answers $status to what is no message"
  status=$(head -c 200000 /dev/zero | curl -s -o /dev/null -w '%{http_code}' -X POST --data-binary @- -H 'Content-Type: application/soap+xml' "$url" || true)
  [ "$status" = 413 ] || fail "$url answers $status to a message that is too large"
}

# Opens more connections than a container has threads, each of which sends the beginning of a body and then waits.
peers=()
open_slow_peers() {
  local port=$1 path=$2 peer
  for ((i = 0; i < 250; i++)); do
    exec {peer}<>"/dev/tcp/127.0.0.1/$port"
    peers+=("$peer")
    printf 'POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/soap+xml\r\nContent-Length: 9000\r\n\r\n<' "$path" >&"$peer"
  done
}

close_slow_peers() {
  local peer
  for peer in "${peers[@]}"; do
    exec {peer}>&-
  done
  peers=()
}

# What every container has to do with the servlet of message-security.
examine() {
  local port=$1 path=$2
  describes_itself "http://localhost:$port$path"
  refuses_no_message "http://localhost:$port$path"
  open_slow_peers "$port" "$path"
  call "http://localhost:$port$path"
  close_slow_peers
}

# Counts the lines of Java with code, without imports, and compares with what the page says.
lines() {
  local name=$1 number
  number=$(find "examples/$name/src/main/java" -name '*.java' -exec cat {} + | grep -vcE '^\s*(//.*|/?\*.*|import .*|package .*)?$')
  grep -qE "^\| \[$name\].*\| $number lines \|$" examples/README.md || fail "examples/README.md does not say that $name has $number lines"
  echo "$number lines of Java"
}

rm -rf "$copy" "$repository/dev/wshttp" "$work/containers"
mkdir -p "$copy"
write_settings
install_artifact wshttp-bom bom/pom.xml
install_artifact wshttp-parent pom.xml
for module in contract message-security cert-tools testing; do
  install_artifact "$module" "$module/pom.xml" "$module/target/$module-$version.jar"
done
cp cert-tools/target/cert-tools-$version-tests.jar "$repository/dev/wshttp/cert-tools/$version/"
cp -R examples/. "$copy"
java -jar cert-tools/target/cert-tools.jar init --out "$copy/certs" >"$work/cert-tools.log"

say "client-from-wsdl: $(lines client-from-wsdl), service-in-code: $(lines service-in-code)"
port=$(free_port)
(cd "$copy/service-in-code" && maven compile)
(cd "$copy/client-from-wsdl" && maven compile)
cd "$copy/service-in-code"
start "$work/service-in-code.log" "${mvn[@]}" exec:java -Dexec.args="../certs http://localhost:$port/Orders"
cd "$OLDPWD"
await "http://localhost:$port/Orders?wsdl" "$work/service-in-code.log"
call "http://localhost:$port/Orders"
stop_all

say "spring-boot: $(lines spring-boot)"
(cd "$copy/spring-boot" && maven verify)
port=$(free_port)
cd "$copy/spring-boot"
management=$(free_port)
start "$work/spring-boot.log" java -jar target/orders-boot-1.0.0.jar --server.port="$port" --management.server.port="$management"
cd "$OLDPWD"
await "http://127.0.0.1:$management/actuator/health" "$work/spring-boot.log"
examine "$port" /Orders
curl -sf "http://127.0.0.1:$management/actuator/metrics/wshttp.calls" | grep -q '"refused"' || fail "Actuator does not count calls"
stop_all

say "war: $(lines war), in Tomcat and in Jetty"
(cd "$copy/war" && maven package)
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.11.0
(cd "$copy/war" && maven "$plugin:unpack" -Dartifact="$tomcat" -DoutputDirectory="$work/containers")
maven -f .ci/jetty "$plugin:build-classpath" -Dmdep.outputFile="$work/jetty.classpath"

port=$(free_port)
home=$(echo "$work"/containers/apache-tomcat-*)
sed -i "s/port=\"8005\"/port=\"-1\"/; s/port=\"8080\"/port=\"$port\"/" "$home/conf/server.xml"
rm -rf "$home/webapps" && mkdir "$home/webapps" && cp "$copy/war/target/shop.war" "$home/webapps/"
start "$work/tomcat.log" java -Dorders.config="$copy/war/service.properties" -Dcatalina.home="$home" -Dcatalina.base="$home" \
  -cp "$home/bin/bootstrap.jar:$home/bin/tomcat-juli.jar" org.apache.catalina.startup.Bootstrap start
await "http://localhost:$port/shop/Orders?wsdl" "$work/tomcat.log"
examine "$port" /shop/Orders
stop_all

port=$(free_port)
start "$work/jetty.log" java -Dorders.config="$copy/war/service.properties" -cp "$(cat "$work/jetty.classpath")" \
  .ci/jetty/JettyWar.java "$port" /shop "$copy/war/target/shop.war"
await "http://localhost:$port/shop/Orders?wsdl" "$work/jetty.log"
examine "$port" /shop/Orders
stop_all
say "testing: $(lines testing)"
(cd "$copy/testing" && maven test)
ran=$(cat "$copy"/testing/target/surefire-reports/*.txt | grep -c "Tests run: 3, Failures: 0, Errors: 0, Skipped: 0")
[ "$ran" = 2 ] || fail "not all tests of testing ran"

say "modules: $(lines modules)"
seen=$(cd "$copy/modules" && maven package exec:exec)
printf '%s\n' "$seen"
grep -q '115\.99$' <<<"$seen" || fail "the program of modules has another sum"
grep -q 'CN=client.example; [0-9A-F]*$' <<<"$seen" || fail "the program of modules does not know its caller"

say "All examples were built and called"
