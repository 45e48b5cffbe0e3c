"""Names that nobody bears on purpose: common first names and surnames put together by chance."""

import random
import unicodedata

_FIRST_NAMES = (
    "Adèle Adrien Agathe Alain Amandine Amina Anaïs André Antoine Armelle Arthur Aurore Bastien Béatrice Benoît Bilal Camille "
    "Carole Cédric Céline Charlotte Chloé Christine Clémence Colette Corentin Damien Daniel Delphine Denis Dominique Édith "
    "Élise Élodie Émile Emma Étienne Eva Fabien Farida Fatou Florence Franck Gaëlle Gérard Gilles Guy Hélène Hugo Ibrahim "
    "Inès Isabelle Jeanne Jérôme Joël Julie Karim Laure Léa Léon Loïc Louise Lucas Lucie Malik Manon Marcel Marguerite Marion "
    "Martin Mathilde Maxime Mélanie Michel Mina Monique Nadia Nathan Nicole Noémie Odile Olivier Pascal Patricia Paul Pauline "
    "Pierre Quentin Rachel Rachid Raphaël Rémi Renée René Robin Romane Sabine Salomé Samir Sandrine Serge Simon Solène Sonia "
    "Sophie Sylvain Tanguy Théo Thérèse Thomas Valérie Véronique Victor Vincent Yasmine Yves Zoé"
)
_LAST_NAMES = (
    "Aubrée Auvray Balmont Barbey Beaufils Belkadi Bessin Blanvillain Boisroger Bonvalet Bouillon Brévand Bréhal Brisset Carentel "
    "Castelain Chantrel Chauvois Clérisse Cordier Costil Coutard Dalençon Damigny Delaunay Deschamps Diallo Doublet Dubosq "
    "Duchemin Dufresnoy Duhamel Eudeline Fauvel Ferrandier Ferreira Fleurance Folliot Fouquet Gaillardon Gasnier Gautrais "
    "Gosselet Goubert Grandin Grenier Guérard Guibray Haddoun Hamelin Hardouin Hervoche Houssin Huberson Jouanne Jourdan Kaba "
    "Lacaille Lainé Lamarche Langevin Lebailly Lebas Lebrun Lechevalier Lecoutey Ledoux Lefournier Legoupil Lelandais Lemonnier "
    "Lepetit Leroyer Lesauvage Letourneur Levavasseur Longuet Mabire Maheut Mansouri Marguerie Marivint Mauger Mesnil Monclair "
    "Montbrun Morisset Mouchel Nicolle Ozouf Pagny Panchout Pellerin Pesnel Picquenard Poisson Postel Poulain Quesnel Quillec "
    "Rabec Regnault Revert Rivoal Roussel Sauvage Savary Ségouin Sérant Simonne Tabard Tellier Thouroude Tiphaigne Toutain "
    "Tréhet Troude Vallée Vauprès Vautier Viel Vigot Villedieu Voisin Youf Zerrouk"
)
FIRST, LAST = _FIRST_NAMES.split(), _LAST_NAMES.split()
DOMAINS = ("example.org", "example.net", "example.com", "courriel.example", "poste.example", "fai.example")
WEIGHTS = (34, 18, 14, 16, 10, 8)


def full_name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def address(rng: random.Random, name: str, taken: set[str]) -> str:
    """A mail address on a reserved domain that nobody in the demonstration has yet."""
    first, _, last = _plain(name).partition(" ")
    shape = rng.choice(
        (f"{first}.{last}", f"{first[0]}.{last}", f"{last}.{first}", f"{first}{last}", f"{first}-{last}")
    )
    domain = rng.choices(DOMAINS, WEIGHTS)[0]
    found, number = f"{shape}@{domain}", rng.randrange(2, 90)
    while found in taken:
        found, number = f"{shape}{number}@{domain}", number + 1
    taken.add(found)
    return found


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
