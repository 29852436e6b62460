using MultiLLM.Cli.Chat;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

/// <summary>A recommendation: the sentence, the installed models, and what would be better.</summary>
internal static class RecommendationSheet
{
    private static readonly string[] Headers = ["MODEL", "FITS", "QUALITY", "ABOUT", "WHY"];
    private static readonly string[] ProspectHeaders = ["NOT INSTALLED", "FITS", "QUALITY", "ABOUT", "TO FETCH", "MEMORY"];

    public static void Write(CliContext cli, RecommendationReply reply)
    {
        var read = reply.Understood;
        var output = cli.Console.Out;
        output.WriteLine(cli.Console.ForOut(reply.Reason));
        output.WriteLine(cli.Console.ForOut(ChoiceWords.Understood(read.Task, read.Difficulty, read.Confidence, read.Sure, read.Language, reply.Preference)));
        if (reply.Models.Count > 0)
        {
            output.WriteLine();
            Columns.WriteWithSentences(cli.Console, Headers, [.. reply.Models.Select(Row)]);
        }

        if (reply.NotInstalled.Count > 0)
        {
            output.WriteLine();
            Columns.Write(cli.Console, ProspectHeaders, reply.NotInstalled.Select(Row));
            if (cli.Console.ErrorIsTerminal)
            {
                cli.Console.Note($"These would do better. To fetch one: multillm pull {reply.NotInstalled[0].ModelId}");
            }
        }
    }

    private static IReadOnlyList<string> Row(RecommendedModel model) =>
    [
        model.ModelId,
        Fits(model.Validation),
        ChoiceWords.Quality(model.Quality),
        ChoiceWords.About(model.Seconds?.Total),
        model.Eligible ? ChoiceWords.Why(model.Reasons) : $"ruled out: {string.Join("; ", model.Reasons)}",
    ];

    private static IReadOnlyList<string> Row(ProspectInfo model) =>
    [
        model.ModelId,
        Fits(model.Validation),
        ChoiceWords.Quality(model.Quality),
        ChoiceWords.About(model.Seconds),
        model.DownloadBytes is { } download ? Output.Bytes(download) : "-",
        model.MemoryBytes is { } memory ? Output.Bytes(memory) : "-",
    ];

    private static string Fits(ValidateReply validation) => validation.Disk is { Ok: false } ? "not the disk" : FitWords.Of(validation.Verdict);
}
