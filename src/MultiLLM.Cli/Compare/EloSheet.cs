using System.Globalization;
using MultiLLM.Cli.Commands;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Compare;

/// <summary>What votes come to.</summary>
internal static class EloSheet
{
    private static readonly string[] Headers = ["MODEL", "ELO", "95 % BETWEEN", "VOTES", "WON"];

    public static void Write(CliConsole console, EloReply elo)
    {
        if (elo.Ratings.Count > 0)
        {
            Columns.Write(console, Headers, elo.Ratings.Select(Row));
        }

        if (elo.Notice is { } notice)
        {
            console.Note(notice);
        }
    }

    private static string[] Row(EloInfo rating) =>
    [
        rating.ModelId, Whole(rating.Elo), $"{Whole(rating.Low)} and {Whole(rating.High)}", Output.Count(rating.Votes),
        (rating.WinShare * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
    ];

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
