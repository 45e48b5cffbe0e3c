"""Sign-in links name an address, not an account."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM sign_in_links")
    op.drop_constraint("fk_sign_in_links_user", "sign_in_links", type_="foreignkey")
    op.drop_column("sign_in_links", "user_id")
    op.add_column("sign_in_links", sa.Column("email", sa.Text(), nullable=False))
    op.add_column("sign_in_links", sa.Column("next_path", sa.Text(), nullable=True))
    op.add_column("sign_in_links", sa.Column("language", sa.Text(), server_default=sa.text("'fr'"), nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM sign_in_links")
    for name in ("language", "next_path", "email"):
        op.drop_column("sign_in_links", name)
    op.add_column("sign_in_links", sa.Column("user_id", sa.BigInteger(), nullable=False))
    op.create_foreign_key(
        "fk_sign_in_links_user",
        "sign_in_links",
        "users",
        ["organisation_id", "user_id"],
        ["organisation_id", "id"],
    )
