namespace StarterModels.Trainer.Data;

/// <summary>One slip of the finger inside a word of five letters or more: a letter lost, doubled, or two swapped.</summary>
internal static class Typo
{
    public static string Make(Random random, string text)
    {
        var words = text.Split(' ');
        var places = Enumerable.Range(0, words.Length).Where(place => words[place].Length >= 5 && words[place].All(char.IsLetter)).ToArray();
        if (places.Length == 0)
            return text;

        var chosen = places[random.Next(places.Length)];
        var word = words[chosen];
        var at = 1 + random.Next(word.Length - 2);
        words[chosen] = random.Next(3) switch
        {
            0 => word.Remove(at, 1),
            1 => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
            _ => word[..at] + word[at] + word[at..],
        };
        return string.Join(' ', words);
    }
}
