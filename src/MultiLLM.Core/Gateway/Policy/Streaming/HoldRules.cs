namespace MultiLLM.Core.Gateway.Policy.Streaming;

/// <summary>Where an answer may be looked at while it comes. What has to be held back there, detectors say.</summary>
internal static class HoldRules
{
    /// <summary>A word ends here. What is looked for holds none of these, or its detector says that it may go on.</summary>
    public static bool IsBoundary(char letter) =>
        char.IsWhiteSpace(letter) || letter is '{' or '}' || letter is >= '\u2E80' and < '\uA000' or >= '\uAC00' and < '\uD7B0';

    /// <summary>The first letter of the next word, which alone may say that the word before is over: it stands for itself and for nothing else.</summary>
    public static bool IsPlain(char letter) => letter < 0x80 && letter is not ('\\' or '%' or '&');
}
