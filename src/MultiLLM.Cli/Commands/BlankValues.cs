using System.CommandLine;
using System.CommandLine.Parsing;

namespace MultiLLM.Cli.Commands;

/// <summary>
/// Values that are blank where something has to be named, as a variable that is not set makes them: <c>--output "$FILE"</c>. Free text may be blank; what it
/// is for says so itself.
/// </summary>
internal static class BlankValues
{
    private const string FreeText = "TEXT";

    /// <summary>What is wrong with each of them.</summary>
    public static IEnumerable<string> Problems(ParseResult parsed) => Results(parsed.CommandResult).Where(IsBlank).Select(result => $"{NameOf(result)} must not be blank.");

    private static IEnumerable<SymbolResult> Results(CommandResult command) =>
        command.Parent is CommandResult parent ? command.Children.Concat(Results(parent)) : command.Children;

    private static bool IsBlank(SymbolResult result) => result switch
    {
        OptionResult { Option.HelpName: FreeText } => false,
        OptionResult or ArgumentResult { Argument.Arity.MaximumNumberOfValues: 1 } => result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)),
        _ => false,
    };

    private static string NameOf(SymbolResult result) => result is OptionResult option ? option.Option.Name : ((ArgumentResult)result).Argument.Name;
}
