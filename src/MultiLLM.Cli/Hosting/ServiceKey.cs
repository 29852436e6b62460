namespace MultiLLM.Cli.Hosting;

/// <summary>The key that commands send. It never stands on the command line, which every user of the machine can read.</summary>
internal static class ServiceKey
{
    private const string Variable = "MULTILLM_API_KEY";
    private const string FileVariable = "MULTILLM_API_KEY_FILE";
    private const int MaxLength = 512;

    /// <summary>The file of --api-key-file, else MULTILLM_API_KEY, else the file of MULTILLM_API_KEY_FILE; null: none.</summary>
    /// <exception cref="CliFailure">The file cannot be read, or what is there is no key.</exception>
    public static string? Resolve(string? file, Func<string, string?> environment)
    {
        if (file is { Length: > 0 })
        {
            return FromFile(file, "--api-key-file");
        }

        if (environment(Variable) is { Length: > 0 } key)
        {
            return Checked(key, Variable);
        }

        return environment(FileVariable) is { Length: > 0 } named ? FromFile(named, FileVariable) : null;
    }

    private static string FromFile(string path, string source)
    {
        try
        {
            using var reader = new StreamReader(path);
            var buffer = new char[MaxLength + 1];
            return Checked(new string(buffer, 0, reader.ReadBlock(buffer)), $"{source} ({path})");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliFailure(ExitCode.Usage, "invalid_api_key_file", $"{source}: {exception.Message}");
        }
    }

    // The key itself is not quoted: what is wrong with it may be a letter.
    private static string Checked(string text, string source)
    {
        var key = text.Trim();
        return key.Length is > 0 and <= MaxLength && key.All(letter => char.IsAscii(letter) && !char.IsControl(letter) && letter != ' ')
            ? key
            : throw new CliFailure(ExitCode.Usage, "invalid_api_key", $"{source} does not hold a key: it takes one line of ASCII letters without spaces.");
    }
}
