import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Unpacks every Android library (.aar) of one folder into another, each into a folder of its own name. */
class Unpack {
    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        try (DirectoryStream<Path> libraries = Files.newDirectoryStream(from, "*.aar")) {
            for (Path library : libraries) {
                String name = library.getFileName().toString().replaceFirst("\\.aar$", "");
                unpack(library, to.resolve(name));
            }
        }
    }

    private static void unpack(Path library, Path folder) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(library)) {
            Path root = archive.getPath("/");
            List<Path> files;
            try (Stream<Path> all = Files.walk(root)) {
                files = all.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path target = folder.resolve(root.relativize(file).toString()).normalize();
                if (!target.startsWith(folder)) throw new IOException("a library reaches out of its folder: " + library);
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
        }
    }
}
