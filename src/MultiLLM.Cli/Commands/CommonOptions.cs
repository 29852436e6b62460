using System.CommandLine;
using MultiLLM.Cli.Hosting;

namespace MultiLLM.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class CommonOptions
{
    public Option<string?> Url { get; } = new("--url")
    {
        Description = "Where the service is. Default: MULTILLM_URL, else http://127.0.0.1:8007.",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "JSON on standard output, one object per line; an error is an object with the member \"error\".",
        Recursive = true,
    };

    public Option<string?> ApiKeyFile { get; } = new("--api-key-file")
    {
        Description = "File that holds the key to send. Default: the key in MULTILLM_API_KEY, else the file that MULTILLM_API_KEY_FILE names.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>The service, and the key for it.</summary>
    public ServiceTarget Address(ParseResult parsed, CliContext cli) => new(
        ServiceAddress.Resolve(parsed.GetValue(Url), cli.Environment), ServiceKey.Resolve(parsed.GetValue(ApiKeyFile), cli.Environment));

    public static Option<string?> Model(string what) => new("--model", "-m")
    {
        Description = $"{what} Default: auto, the service picks one.",
        HelpName = "ID",
    };

    /// <summary>Names of models, one each time the option is given.</summary>
    public static Option<string[]> Models(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ID",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string[]> Fallbacks() => Models("--fallback", "Which model is asked when the one named by --model fails; may be given several times, the first is asked first.");

    /// <summary>A number that JSON can carry; the service knows the limits.</summary>
    public static Option<float?> Number(string name, string description)
    {
        var option = new Option<float?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && float.TryParse(result.Tokens[0].Value, out var value) && !float.IsFinite(value))
            {
                result.AddError($"{name} takes a finite number.");
            }
        });
        return option;
    }
}
