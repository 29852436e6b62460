using System.Diagnostics;
using System.Globalization;
using StarterModels.Trainer;
using StarterModels.Trainer.Platform;

const string Help = """
    StarterModels.Trainer COMMAND [--option value ...]

      all          [--scale 1]                          every phase, then the three models (scale 0.02: a quick trial)
      train        --phase NAME [--seconds N] [--from CHECKPOINT]
      embed        [--seconds N]
      export       --checkpoint NAME --kind chat|code|embed --to FILE [--type Q8_0|F16|F32]
      references   --checkpoint NAME --kind chat|code|embed --to FILE [--type F32]   outputs of this program, for the verifier
      token-references --to FILE                        token ids of every text, for the verifier
      held-out     --to FOLDER                          the wordings kept for testing
      show                                              counts and a few samples of the data

    Everywhere: --work FOLDER (work), --data FOLDER (data), --wordnet FOLDER (wordnet)
    """;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TorchLibrary.MakeLoadable(); // before any type of TorchSharp is touched
TorchLibrary.KeepLargeBuffers();
try
{
    var line = new CommandLine(args);
    var work = Directory.CreateDirectory(line.Text("work", "work")).FullName;
    using var file = new StreamWriter(Path.Combine(work, "train.log"), append: true) { AutoFlush = true };
    var clock = Stopwatch.StartNew();
    var commands = new Commands(new Workspace(work, line.Text("data", "data"), line.Text("wordnet", "wordnet"), Log));
    switch (line.Command)
    {
        case "all": commands.All(line); break;
        case "train": commands.Train(line); break;
        case "embed": commands.Embed(line); break;
        case "export": commands.Export(line); break;
        case "references": commands.References(line); break;
        case "token-references": commands.TokenReferences(line); break;
        case "held-out": commands.HeldOut(line); break;
        case "show": commands.Show(); break;
        case "help" or "--help":
            Console.WriteLine(Help);
            break;
        default:
            Console.Error.WriteLine($"no command \"{line.Command}\"\n\n{Help}");
            return 2;
    }
    return 0;

    void Log(string text)
    {
        var stamped = $"{clock.Elapsed:hh\\:mm\\:ss} {text}";
        Console.WriteLine(stamped);
        file.WriteLine(stamped);
    }
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
catch (Exception exception) when (exception is IOException or InvalidDataException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
